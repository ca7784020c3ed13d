import { createHash, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'

const PIECE_BYTES = 1_048_576

/** Random bytes, a piece at a time; resolves to their SHA-256, hex. */
export async function makeFile(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'w')
  for (let done = 0; done < bytes; done += PIECE_BYTES) {
    const piece = randomBytes(Math.min(PIECE_BYTES, bytes - done))
    hash.update(piece)
    await file.write(piece)
  }
  await file.close()
  return hash.digest('hex')
}
