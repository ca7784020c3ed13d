import { PosternError } from '@postern/protocol'

/**
 * The body of a request or response, at most `maxBytes` long; empty when there is none.
 * PosternError('body-too-large') as soon as the bound is passed, 'body-broken' when the other
 * side stops in the middle.
 */
export async function readBody(message: Request | Response, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(message.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw new PosternError('body-too-large')
  if (message.body === null) return new Uint8Array(0)
  return await gather(message.body, maxBytes)
}

async function gather(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (;;) {
    const part = await next(reader)
    if (part === null) return new Uint8Array(Buffer.concat(parts))
    length += part.length
    if (length > maxBytes) {
      reader.cancel().catch(() => undefined)
      throw new PosternError('body-too-large')
    }
    parts.push(part)
  }
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return (await reader.read()).value ?? null
  } catch {
    throw new PosternError('body-broken')
  }
}
