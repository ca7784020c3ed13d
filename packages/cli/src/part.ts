import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type PartRole = 'front' | 'mix-1' | 'mix-2' | 'publisher' | 'desk' | 'agent'

/** The processes, in the order in which they start. */
export const PART_ROLES: readonly PartRole[] = [
  'publisher',
  'mix-1',
  'mix-2',
  'desk',
  'agent',
  'front',
]

/** One process of the system: what it runs, and the only folder that it may touch. */
export interface Part {
  readonly name: PartRole
  readonly folder: string
  readonly nodeArguments: readonly string[]
}

const ENTRIES: Readonly<Record<PartRole, string>> = {
  front: import.meta.resolve('@postern/front/main'),
  'mix-1': import.meta.resolve('@postern/mix/main'),
  'mix-2': import.meta.resolve('@postern/mix/main'),
  publisher: import.meta.resolve('@postern/publisher/main'),
  desk: import.meta.resolve('@postern/desk/main'),
  agent: import.meta.resolve('@postern/desk/agent'),
}

/** The folder of the code. */
export const CODE: string = fileURLToPath(new URL('../../..', import.meta.url))

/** Small heaps: a part's live data are a few megabytes, and a rehearsal runs seven of them. */
const HEAP = ['--max-semi-space-size=1', '--max-old-space-size=256']

/** What a part's process runs. */
export const entryOf = (role: PartRole): string => realpathSync(fileURLToPath(ENTRIES[role]))

/**
 * Node's arguments for one part, under the permission model: the code to read, its own folder to
 * read and write, the network, worker threads; no other file, no other program.
 */
export function makePart(role: PartRole, folder: string): Part {
  return {
    name: role,
    folder,
    nodeArguments: [
      '--no-warnings',
      '--permission',
      '--allow-net',
      '--allow-worker',
      `--allow-fs-read=${join(CODE, 'packages')}`,
      `--allow-fs-read=${join(CODE, 'node_modules')}`,
      `--allow-fs-read=${join(CODE, 'package.json')}`,
      `--allow-fs-read=${folder}`,
      `--allow-fs-write=${folder}`,
      ...HEAP,
      entryOf(role),
      folder,
    ],
  }
}
