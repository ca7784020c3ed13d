import { concat, fromHex, PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { z } from 'zod'

/** Who says at what time a custody log stood as it stands. (RFC 3161) */
export interface TimeStampAuthority {
  url: string
  /** Its certificates, PEM: they go into exports, for whoever checks them. */
  certificates: string
}

export const timeStampAuthority: z.ZodType<TimeStampAuthority> = z.object({
  url: z.url({ protocol: /^https?$/u, error: 'must be an address of http or https' }),
  certificates: z
    .string()
    .includes('-----BEGIN CERTIFICATE-----', 'must be certificates in PEM')
    .max(65_536),
})

/** A TimeStampReq for a SHA-256, without a nonce, with the wish for certificates. (section 2.4.1) */
const BEFORE_THE_HASH = fromHex('30390201013031300d060960864801650304020105000420')
const AFTER_THE_HASH = fromHex('0101ff')

const MOST_ANSWER_BYTES = 32_768
const PATIENCE_MS = 15_000

/** DER. */
export function timeStampRequest(root: Uint8Array): Uint8Array {
  return concat(BEFORE_THE_HASH, root, AFTER_THE_HASH)
}

/** The authority's whole answer, DER; null when it gave none in time. */
export async function askAuthority(
  { url }: TimeStampAuthority,
  root: Uint8Array,
): Promise<Uint8Array | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: timeStampRequest(root).slice(),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return answer.ok ? await readBody(answer, MOST_ANSWER_BYTES) : null
  } catch (error) {
    if (error instanceof PosternError || error instanceof TypeError || isTimeout(error)) return null
    throw error
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}
