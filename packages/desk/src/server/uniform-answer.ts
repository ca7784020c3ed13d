/**
 * One policy on every answer. Scripts and styles come from here alone, nothing may be made from
 * text, and nothing is kept by caches but what is named by its hash.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types desk',
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/**
 * Of the frame in which a handler looks at papers: of no origin, without network, script of its own
 * alone (its own text names that script by its hash), shown by this page and no other.
 */
const FRAME_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const FOREVER = 'public, max-age=31536000, immutable'

export function answer(
  status: number,
  body: Uint8Array<ArrayBuffer> | string | null = null,
  contentType: string = 'application/octet-stream',
): Response {
  const headers = body === null ? HEADERS : { ...HEADERS, 'content-type': contentType }
  return new Response(body, { status, headers })
}

export function answerJson(value: object): Response {
  return answer(200, JSON.stringify(value), 'application/json')
}

/** An asset whose name holds its hash. */
export function answerForever(body: Uint8Array<ArrayBuffer>, contentType: string): Response {
  const response = answer(200, body, contentType)
  response.headers.set('cache-control', FOREVER)
  return response
}

/** A document that only a frame of this page may be. */
export function answerFrame(body: Uint8Array<ArrayBuffer>, contentType: string): Response {
  const response = answerForever(body, contentType)
  response.headers.set('content-security-policy', FRAME_POLICY)
  return response
}

/** One face for every refusal. */
export function refuse(status: number = 404): Response {
  return answer(status)
}
