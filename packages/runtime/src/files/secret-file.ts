import { open } from 'node:fs/promises'
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
