import { constants } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { PosternError } from '@postern/protocol'
import { hasCode } from './file-error.ts'
import { writeFileDurably } from './write-durably.ts'

const OTHERS_MAY = 0o077

/** The bytes of a secret file, null when there is none; 'secret-exposed' when others may read it. */
export async function readSecretFile(path: string): Promise<Uint8Array | null> {
  try {
    return await readChecked(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Makes or replaces a secret file, durable on return, readable by its owner alone. */
export async function writeSecretFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeFileDurably(path, bytes, 0o600)
}

/**
 * Writes zeros over a secret file, through to the disk, then removes it; no error when there is
 * none. A crash soon afterwards may bring back the name, with zeros. What a copying file system
 * or a flash disk holds below is out of reach.
 */
export async function eraseSecretFile(path: string): Promise<void> {
  try {
    await overwrite(path)
    await unlink(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_SYNC)
  try {
    const { size } = await file.stat()
    await file.write(new Uint8Array(size), 0, size, 0)
  } finally {
    await file.close()
  }
}

async function readChecked(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    refuseExposed(path, (await file.stat()).mode)
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}

/** Throws 'secret-exposed' with a sentence when group or others have any right to the file. */
export function refuseExposed(path: string, mode: number): void {
  if ((mode & OTHERS_MAY) === 0) return
  throw new PosternError(
    'secret-exposed',
    `${path} holds secrets but other users may read it; run: chmod 600 ${path}`,
  )
}
