/** What the front answers, before it is put on a wire. */
export interface Answer {
  readonly status: number
  /** Lower-case names; the whole set, for Node and for a web Response alike. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Look.md, "Headers": one policy on every answer, errors and cells included. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types postern',
].join('; ')

export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export type Keeping = 'immutable' | 'no-store'

const CACHE_CONTROL: Record<Keeping, string> = {
  immutable: 'public, max-age=31536000, immutable',
  'no-store': 'no-store',
}

export interface Content {
  readonly status: number
  readonly type: string
  readonly keeping: Keeping
  readonly body: Uint8Array
  /** What this kind of content adds, the same for everybody who asks for it. */
  readonly more?: Readonly<Record<string, string>>
}

/** No Date, ETag, Last-Modified or Set-Cookie: nothing that differs between readers (B4, F4). */
export function answer(content: Content): Answer {
  return {
    status: content.status,
    headers: {
      ...FIXED_HEADERS,
      ...content.more,
      'cache-control': CACHE_CONTROL[content.keeping],
      'content-type': content.type,
      'content-length': String(content.body.length),
    },
    body: content.body,
  }
}

function fixed(status: number, text: string): Answer {
  const body = new TextEncoder().encode(text)
  return answer({ status, type: 'text/plain; charset=utf-8', keeping: 'no-store', body })
}

/** For every cell of the right length that is durable or of another epoch (F1). */
export const ACCEPTED: Answer = fixed(200, 'ok')
/** The uniform refusal: wrong length, limited address, malformed request. */
export const REFUSED: Answer = fixed(400, '')
/** For every cell alike while none can be kept: full disk, failed sync, no epoch in force. */
export const UNAVAILABLE: Answer = fixed(503, '')
export const NOT_FOUND: Answer = fixed(404, '')

/** The same page, for a request that it does not take. */
export function forbidden(page: Answer): Answer {
  return { ...page, status: 403 }
}

/** The same answer as a web Response; HEAD keeps the headers and drops the body. */
export function toResponse(given: Answer, method: string): Response {
  const body = method === 'HEAD' || given.body.length === 0 ? null : given.body.slice()
  return new Response(body, { status: given.status, headers: given.headers })
}
