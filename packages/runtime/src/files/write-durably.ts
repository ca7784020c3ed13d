import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'

/** Ends the name of a file that is being written; such files are leftovers after a crash. */
export const TEMPORARY_SUFFIX = '.tmp'

const MAKE_SYNCED = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_SYNC

/**
 * Replaces the file at `path` as a whole: readers and crashes see the old bytes or the new ones.
 * On return the bytes and the name are on disk. `mode` is that of a new file (0600 unless told).
 */
export async function writeFileDurably(
  path: string,
  bytes: Uint8Array,
  mode: number = 0o600,
): Promise<void> {
  const temporary = await writeTemporary(path, bytes, mode)
  try {
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await settleName(path)
}

/** Writes a file beside `path` under a fresh name, its bytes durable, and returns that name. */
export async function writeTemporary(
  path: string,
  bytes: Uint8Array,
  mode: number,
): Promise<string> {
  const temporary = `${path}.${randomUUID()}${TEMPORARY_SUFFIX}`
  const file = await open(temporary, MAKE_SYNCED, mode)
  try {
    await file.writeFile(bytes)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

/**
 * Makes the name a file was given by a rename or link durable. The permission model refuses
 * fsync, and so a folder cannot be synced; writing the file's first byte once more through
 * O_SYNC brings its inode to disk, and the change of its name with it (ext4, XFS, btrfs). An
 * empty file's name is durable with the next write beside it.
 */
export async function settleName(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_SYNC)
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(1), 0, 1, 0)
    if (bytesRead === 1) await file.write(buffer, 0, 1, 0)
  } finally {
    await file.close()
  }
}
