import { PosternError } from '@postern/protocol/error'
import { unzipSync, type Zippable, zipSync } from 'fflate'

/** Parts of an office paper by their path inside the package. */
export type Parts = ReadonlyMap<string, Uint8Array>

const MOST_PARTS = 4_000
const MOST_INFLATED_BYTES = 96_000_000
/** The first moment that a package can name. */
const NO_TIME = new Date(1980, 0, 1)

/**
 * Takes a package apart, within bounds that are checked before anything grows. Throws PosternError
 * 'damaged', 'too-large' or 'too-long'.
 */
export function unpackParts(bytes: Uint8Array): Parts {
  let inflated = 0
  let count = 0
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        inflated += originalSize
        count += 1
        if (inflated > MOST_INFLATED_BYTES) throw new PosternError('too-large')
        if (count > MOST_PARTS) throw new PosternError('too-long')
        return !name.endsWith('/')
      },
    })
    return new Map(Object.entries(files))
  } catch (error) {
    throw error instanceof PosternError ? error : new PosternError('damaged')
  }
}

/** Packs parts in their order, without times, owners, comments and extra fields. */
export function packParts(parts: Parts, stored: readonly string[] = []): Uint8Array {
  const files: Zippable = {}
  for (const [name, bytes] of parts)
    files[name] = [bytes, { level: stored.includes(name) ? 0 : 6, mtime: NO_TIME, os: 3, attrs: 0 }]
  return zipSync(files)
}
