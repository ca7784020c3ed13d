import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PosternError, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'

/** What is where the data folder should be. */
export type FolderState = 'missing' | 'whole' | 'half-made'

/** Written last, so that its presence says that the ceremony came to its end. */
const MARK = 'rehearsal.json'

export async function stateOf(folder: string): Promise<FolderState> {
  if (!existsSync(folder)) return 'missing'
  const names = await sentenced(folder, () => readdir(folder))
  if (names.length === 0) return 'missing'
  return names.includes(MARK) ? 'whole' : 'half-made'
}

/**
 * Makes the data folder as a whole or not at all: `fill` writes into `<folder>.tmp`, which gets its
 * name only when everything is on disk. What an earlier try left there is thrown away.
 */
export async function makeFolder(
  folder: string,
  mark: object,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${folder}.tmp`
  await sentenced(folder, async () => {
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true, mode: 0o700 })
    await fill(temporary)
    await writeJsonFile(join(temporary, MARK), mark)
    await rename(temporary, folder)
  })
}

/** A JSON file of the data folder; PosternError 'half-made' when it is missing or damaged. */
export async function readJsonFile(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'))
  } catch {
    throw halfMade(folder, name)
  }
}

/** Readable by its owner alone. */
export async function writeJsonFile(path: string, value: object): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFileDurably(path, utf8(`${JSON.stringify(value, null, 2)}\n`), 0o600)
}

export function newerFolder(folder: string): PosternError {
  return new PosternError(
    'newer-folder',
    `The data folder ${folder} was made by a newer version of Postern: run that version, or name ` +
      'another folder with --data.',
  )
}

export function halfMade(folder: string, missing: string = MARK): PosternError {
  return new PosternError(
    'half-made',
    `The data folder ${folder} is half made or not one of Postern's (${missing} is missing or ` +
      'damaged): remove it, or name another with --data.',
  )
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written by this user',
  EPERM: 'cannot be written by this user',
  EROFS: 'lies on a disk that is read-only',
  ENOSPC: 'has no room: the disk is full',
  EDQUOT: 'has no room: the disk quota is used up',
  ENOTDIR: 'is not a folder',
  EEXIST: 'is not a folder',
  ENOTEMPTY: 'was made by somebody else at the same moment',
}

/** A folder by what it is to a person, and what to do when it cannot be used. */
export interface FolderUse {
  readonly what: string
  readonly advice: string
}

const DATA_FOLDER: FolderUse = { what: 'The data folder', advice: 'name another with --data' }

/** Turns what the file system refuses into one sentence for a person. */
export async function sentenced<T>(
  folder: string,
  work: () => Promise<T>,
  { what, advice }: FolderUse = DATA_FOLDER,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = REASONS[code]
    if (reason === undefined) throw error
    throw new PosternError('bad-folder', `${what} ${folder} ${reason}: ${advice}.`)
  }
}
