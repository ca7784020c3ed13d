import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Bytes = string | Uint8Array

/**
 * Sends these pieces on one connection, `pauseMs` apart, and gives back every byte that comes until
 * the other side closes. A reset after an answer is no error: the answer counts.
 */
export async function exchange(
  port: number,
  pieces: readonly Bytes[],
  pauseMs: number = 0,
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((done) => socket.once('close', () => done()))
  for (const piece of pieces) {
    if (!socket.destroyed) socket.write(piece)
    if (pauseMs > 0) await sleep(pauseMs)
  }
  await closed
  return Buffer.concat(parts).toString('latin1')
}

/** The pieces of one `POST /cell`, after which the server is asked to close. */
export function post(body: Uint8Array, headers: readonly string[] = []): [string, Uint8Array] {
  const length = `Content-Length: ${body.length}`
  return [head('POST /cell', [length, ...headers]), body]
}

export function head(line: string, headers: readonly string[]): string {
  return `${[`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`
}
