import type { IncomingMessage } from 'node:http'

/** Of a body nobody wanted, so much is read so that the answer arrives; then the line is cut. */
const MOST_DRAINED_BYTES = 256 * 1_024

/**
 * A received body as a web stream, read only when asked. Unlike node's own adapter it does not
 * cut the connection when it is cancelled: the answer to a body that is too long must still leave.
 */
export function bodyStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const parts = incoming[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next: IteratorResult<Uint8Array> = await parts.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
    },
    { highWaterMark: 0 },
  )
}

/** After the answer: reads the little that may be left of the request, or cuts the connection. */
export function drain(incoming: IncomingMessage): void {
  if (incoming.complete) return void incoming.resume()
  let length = 0
  incoming.on('data', (part: Uint8Array) => {
    length += part.length
    if (length > MOST_DRAINED_BYTES) incoming.destroy()
  })
  incoming.on('error', () => undefined)
  incoming.resume()
}
