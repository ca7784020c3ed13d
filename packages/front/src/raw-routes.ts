import type { IncomingMessage, ServerResponse } from 'node:http'
import { CELL_BYTES } from '@postern/protocol'
import type { DirectHandler } from '@postern/runtime'
import { type Answer, UNAVAILABLE } from './answer.ts'
import { type FormBody, MOST_FORM_BYTES, MOST_FORM_DRAINED_BYTES } from './letters/form-post.ts'
import { CELL_PATH, formHeaders, isFormPath, pageFor, type PublicFront } from './public-routes.ts'

const MOST_DRAINED_BYTES = 1_048_576

/**
 * The public side straight on node:http: no web Request, no framework, one copy of the body. It
 * takes every request and leaves every decision to the same functions as `answerPublic`.
 */
export function rawRoutes(front: PublicFront): DirectHandler {
  return (incoming, outgoing) => {
    incoming.on('error', () => undefined)
    if (incoming.method === 'POST' && incoming.url === CELL_PATH) receive(front, incoming, outgoing)
    else if (incoming.method === 'POST' && isFormPath(incoming.url ?? ''))
      receiveForm(front, incoming, outgoing)
    else sendPage(front, incoming, outgoing)
    return true
  }
}

function sendPage(front: PublicFront, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const method = incoming.method ?? ''
  const encoding = incoming.headers['accept-encoding'] ?? ''
  send(outgoing, pageFor(front, method, incoming.url ?? '', encoding), method === 'HEAD')
}

/** A declared length that is wrong is refused by itself; an undeclared one as it passes. */
function receive(front: PublicFront, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const declared = Number(incoming.headers['content-length'] ?? CELL_BYTES)
  if (declared !== CELL_BYTES) {
    const refuse = declared <= MOST_DRAINED_BYTES ? refuseAfter : cut
    return refuse(front, incoming, outgoing)
  }
  const body = Buffer.allocUnsafeSlow(CELL_BYTES)
  let length = 0
  incoming.on('data', (part: Buffer) => {
    if (length + part.length > CELL_BYTES) return cut(front, incoming, outgoing)
    length += part.copy(body, length)
  })
  incoming.on('end', () => {
    const cell = new Uint8Array(body.buffer, body.byteOffset, length)
    answerCell(front, cell, incoming, outgoing)
  })
}

/** A form is read whole before it is answered; of one that is too large nothing is kept. */
function receiveForm(
  front: PublicFront,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const parts: Buffer[] = []
  let length = 0
  incoming.on('data', (part: Buffer) => {
    length += part.length
    if (length <= MOST_FORM_BYTES) parts.push(part)
    else parts.length = 0
    if (length > MOST_FORM_DRAINED_BYTES) incoming.destroy()
  })
  incoming.on('end', () => {
    const bytes = new Uint8Array(Buffer.concat(parts))
    const isRead = length <= MOST_FORM_BYTES
    answerForm(front, isRead ? { kind: 'read', bytes } : { kind: 'too-large' }, incoming, outgoing)
  })
}

function answerForm(
  front: PublicFront,
  body: FormBody,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const headers = formHeaders((name) => String(incoming.headers[name] ?? ''))
  const address = incoming.socket.remoteAddress ?? ''
  front.post({ path: incoming.url ?? '', headers, body, address }).then(
    (answer) => send(outgoing, answer, false),
    () => send(outgoing, UNAVAILABLE, false),
  )
}

function answerCell(
  front: PublicFront,
  cell: Uint8Array,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const address = incoming.socket.remoteAddress ?? ''
  front.receive(cell, address).then(
    (answer) => send(outgoing, answer, false),
    () => send(outgoing, UNAVAILABLE, false),
  )
}

/**
 * The uniform refusal of a body whose length was declared: it is read to its end and thrown away
 * first, because a connection closed on unread bytes would lose the answer.
 */
function refuseAfter(
  front: PublicFront,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  incoming.on('end', () => send(outgoing, front.refuse(), false))
  incoming.resume()
}

/** The uniform refusal at once; whoever goes on sending is cut off. */
function cut(front: PublicFront, incoming: IncomingMessage, outgoing: ServerResponse): void {
  let rest = MOST_DRAINED_BYTES
  incoming.removeAllListeners('data').removeAllListeners('end')
  incoming.on('data', (part: Buffer) => {
    rest -= part.length
    if (rest < 0) incoming.destroy()
  })
  send(outgoing, front.refuse(), false)
}

function send(outgoing: ServerResponse, answer: Answer, headOnly: boolean): void {
  if (outgoing.destroyed) return
  outgoing.sendDate = false
  outgoing.writeHead(answer.status, answer.headers)
  outgoing.end(headOnly ? undefined : answer.body)
}
