import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Ends the name of a file that is being written; such files are leftovers after a crash. */
export const TEMPORARY_SUFFIX = '.tmp'

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
  await syncFolder(dirname(path))
}

/** Writes and syncs a file beside `path` under a fresh name, and returns that name. */
export async function writeTemporary(
  path: string,
  bytes: Uint8Array,
  mode: number,
): Promise<string> {
  const temporary = `${path}.${randomUUID()}${TEMPORARY_SUFFIX}`
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

/** Makes names that were made, moved or removed in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
