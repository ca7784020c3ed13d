import { PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'

const TIMEOUT_MS = 20_000
const MOST_BYTES = 2 ** 20

/** One public document of a site, as any reader gets it. */
export type FetchDocument = (path: string) => Promise<Uint8Array>

/**
 * Fetches from a site's address. PosternError 'unreachable' when nothing answers, 'missing' when the
 * document is not there.
 */
export function documentsOf(address: string): FetchDocument {
  const origin = originOf(address)
  return async (path) => {
    const response = await ask(`${origin}${path}`, origin)
    if (response.status === 200) return await readBody(response, MOST_BYTES)
    throw new PosternError(
      'missing',
      `${origin} answers, but not with a document at ${path}: either it is no Postern site, or its publisher is not ready yet.`,
    )
  }
}

async function ask(url: string, origin: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
  } catch {
    throw new PosternError('unreachable', `Nothing answers at ${origin}.`)
  }
}

function originOf(address: string): string {
  const isNear = /^(127\.|localhost|\[::1\])|\.onion(:|\/|$)/.test(address)
  const scheme = isNear ? 'http' : 'https'
  const full = /^https?:\/\//.test(address) ? address : `${scheme}://${address}`
  try {
    return new URL(full).origin
  } catch {
    throw new PosternError(
      'bad-usage',
      `"${address}" is no address; write it like https://example.org`,
    )
  }
}
