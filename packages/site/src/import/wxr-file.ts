import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PosternError } from '@postern/protocol'

const HEAD_BYTES = 65_536
const TAIL_BYTES = 4_096

/** The text of an export in pieces, and how much of it has been read. */
export interface WxrFile {
  readonly bytes: number
  readonly chunks: AsyncIterable<string>
  /** From 0 to 1. */
  readonly share: () => number
}

/**
 * Opens an export that is whole. PosternError 'bad-usage' for what cannot be read, is no export of
 * WordPress, or was cut off: nothing of it is imported then.
 */
export async function openWxrFile(path: string): Promise<WxrFile> {
  const { bytes, head, tail } = await endsOf(path)
  if (!head.includes('http://wordpress.org/export/'))
    throw new PosternError(
      'bad-usage',
      `${path} is no export of WordPress: make one under Tools, Export, All content.`,
    )
  if (!tail.trimEnd().endsWith('</rss>'))
    throw new PosternError(
      'bad-usage',
      `${path} was cut off: it does not end as an export does. Nothing was imported; export it again.`,
    )
  let read = 0
  async function* chunks(): AsyncGenerator<string> {
    const decoder = new TextDecoder()
    for await (const chunk of createReadStream(path)) {
      if (!(chunk instanceof Uint8Array)) continue
      read += chunk.length
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  }
  return { bytes, chunks: chunks(), share: () => (bytes === 0 ? 1 : read / bytes) }
}

async function endsOf(path: string): Promise<{ bytes: number; head: string; tail: string }> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const piece = async (at: number, most: number): Promise<string> => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, at)
        return buffer.toString('utf8', 0, bytesRead)
      }
      const head = await piece(0, HEAD_BYTES)
      return { bytes: size, head, tail: await piece(Math.max(0, size - TAIL_BYTES), TAIL_BYTES) }
    } finally {
      await file.close()
    }
  } catch {
    throw new PosternError('bad-usage', `${path} cannot be read.`)
  }
}
