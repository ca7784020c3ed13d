import { deflateSync, Inflate, inflateSync } from 'fflate'
import { concat } from '../bytes/concat.ts'
import { PosternError } from '../error.ts'

/** 1,024 deflated bytes give at most about a megabyte, so this is how far past a bound we can get. */
const STEP_BYTES = 1_024

/** Raw DEFLATE (RFC 1951). */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 9 })
}

/**
 * Inflates step by step and stops at the bound, whatever the rest would have given. Throws
 * PosternError 'inflated-too-large', or 'bad-deflate' for a broken or cut stream and for bytes
 * behind its end.
 */
export function inflate(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const pieces: Uint8Array[] = []
  let length = 0
  const stream = new Inflate((piece) => {
    length += piece.length
    if (length > maxBytes) throw new PosternError('inflated-too-large')
    pieces.push(piece)
  })
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    const end = at + STEP_BYTES
    coded(() => stream.push(bytes.subarray(at, end), end >= bytes.length))
  }
  if (endsBefore(bytes.subarray(0, -1), length)) throw new PosternError('bad-deflate', 'trailing')
  return concat(...pieces)
}

function coded(step: () => void): void {
  try {
    step()
  } catch (error) {
    if (error instanceof PosternError) throw error
    throw new PosternError('bad-deflate')
  }
}

/** The library passes over what follows the last block, so: is the stream whole without its end? */
function endsBefore(shorter: Uint8Array, inflatedLength: number): boolean {
  if (shorter.length === 0) return true
  try {
    inflateSync(shorter, { out: new Uint8Array(inflatedLength) })
    return true
  } catch {
    return false
  }
}
