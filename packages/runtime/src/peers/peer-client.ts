import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { PosternError } from '@postern/protocol'
import { readBody } from '../http/read-body.ts'
import { hasCode } from '../files/file-error.ts'
import type { PeerIdentity } from './identity.ts'
import type { Peer } from './peer.ts'
import { PinnedAgent } from './pinned-agent.ts'

/** Room for a batch of 4,000 cells and its header. */
const MOST_RESPONSE_BYTES = 64 * 2 ** 20
const MOST_REQUEST_BYTES = 2 ** 20
const TIMEOUT_MS = 30_000

export interface PeerClientOptions {
  /** `https://host:port`; a path in it is ignored. */
  url: string
  identity: Pick<PeerIdentity, 'certificatePem' | 'keyPem'>
  /** SPKI fingerprint of the one server this client talks to. */
  fingerprint: string
  /** For the whole exchange; 30 s unless told. */
  timeoutMs?: number
  /** 64 MiB unless told. */
  maxResponseBytes?: number
}

/** A Peer that also holds connections. */
export interface PeerClient extends Peer {
  /** Ends the kept connections. */
  close(): void
}

/**
 * A client of one pinned peer over mutual TLS 1.3, connections kept. Its errors:
 * 'peer-unreachable' (no connection, no answer in time, an answer broken off), 'peer-refused'
 * (the far key is not the pinned one, or the far side cut us off without an answer),
 * 'peer-too-large'.
 */
export function peerClient(options: PeerClientOptions): PeerClient {
  const agent = new PinnedAgent(options.identity, options.fingerprint)
  return {
    fetch: (request) => exchange(request, options, agent),
    close: () => agent.destroy(),
  }
}

interface Outgoing {
  url: URL
  method: string
  headers: Record<string, string>
  body: Uint8Array
}

async function exchange(
  request: Request,
  options: PeerClientOptions,
  agent: PinnedAgent,
): Promise<Response> {
  const outgoing = await toOutgoing(request, options.url)
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const most = options.maxResponseBytes ?? MOST_RESPONSE_BYTES
  const incoming = await sendOrRepeat(outgoing, agent, signal).catch(failedToSend)
  return await receive(incoming, most).catch(failedToReceive)
}

async function toOutgoing(request: Request, base: string): Promise<Outgoing> {
  const asked = new URL(request.url)
  const url = new URL(base)
  url.pathname = asked.pathname
  url.search = asked.search
  const body = await readBody(request, MOST_REQUEST_BYTES)
  const headers = { ...Object.fromEntries(request.headers), 'content-length': `${body.length}` }
  return { url, method: request.method, headers, body }
}

/** A kept connection may have been closed meanwhile; what only reads is then asked once more. */
async function sendOrRepeat(
  outgoing: Outgoing,
  agent: PinnedAgent,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const sent = send(outgoing, agent, signal)
  try {
    return await sent.answered
  } catch (error) {
    if (!sent.request.reusedSocket || outgoing.method !== 'GET' || signal.aborted) throw error
    return await send(outgoing, agent, signal).answered
  }
}

function send(
  { url, method, headers, body }: Outgoing,
  agent: PinnedAgent,
  signal: AbortSignal,
): { request: ClientRequest; answered: Promise<IncomingMessage> } {
  const request = httpsRequest(url, { method, headers, agent, signal })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  request.end(body)
  return { request, answered }
}

async function receive(incoming: IncomingMessage, maxBytes: number): Promise<Response> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length
    if (length > maxBytes) throw new PosternError('peer-too-large')
    parts.push(part)
  }
  return toResponse(incoming, Buffer.concat(parts))
}

function toResponse(incoming: IncomingMessage, body: Buffer<ArrayBuffer>): Response {
  const status = incoming.statusCode ?? 500
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return new Response(body.length === 0 ? null : body, { status, headers })
}

/** The far side proved its key and then hung up: it does not know us. */
function failedToSend(error: unknown): never {
  if (error instanceof PosternError) throw error
  throw new PosternError(hasCode(error, 'ECONNRESET') ? 'peer-refused' : 'peer-unreachable')
}

function failedToReceive(error: unknown): never {
  throw error instanceof PosternError ? error : new PosternError('peer-unreachable')
}
