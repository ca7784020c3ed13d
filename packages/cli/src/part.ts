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

/** The folder of the clone. */
export const CLONE: string = fileURLToPath(new URL('../../..', import.meta.url))

/** What a part's process runs. */
export const entryOf = (role: PartRole): string => realpathSync(fileURLToPath(ENTRIES[role]))

/** Within a data folder: what its parts run, as `prepare` lays it. */
export const codeFolder = (folder: string): string => join(folder, 'code')

/** Small heaps: a part's live data are a few megabytes, and a rehearsal runs six of them. */
const HEAP = ['--max-semi-space-size=1', '--max-old-space-size=256']

/** A part of a rehearsal, from what lies in the data folder alone. */
export function rehearsalPart(role: PartRole, folder: string): Part {
  const code = codeFolder(folder)
  const confined = confine([code], join(folder, role))
  const entry = join(code, `${role}.mjs`)
  const flags = [...confined, ...HEAP, '--enable-source-maps']
  return { name: role, nodeArguments: [...flags, entry, join(folder, role)] }
}

/** A part from its source, wherever its folder is. */
export function makePart(role: PartRole, folder: string): Part {
  const code = ['packages', 'node_modules', 'package.json'].map((name) => join(CLONE, name))
  return { name: role, nodeArguments: [...confine(code, folder), entryOf(role), folder] }
}

/**
 * The permission model: the code to read, the part's own folder to read and write, the network,
 * worker threads; no other file, no other program. Node's warnings are free text on stderr, where
 * only the closed log may speak.
 */
function confine(code: readonly string[], folder: string): string[] {
  return [
    '--no-warnings',
    '--permission',
    '--allow-net',
    '--allow-worker',
    ...[...code, folder].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
  ]
}
