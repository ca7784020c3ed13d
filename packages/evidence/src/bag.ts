import { type Suite, toHex, utf8 } from '@postern/protocol'
import { runningSha256 } from '@postern/protocol/portable'

/** One file of a bag, or of what is put into one. */
export interface BagFile {
  /** Within the bag, with `/` between folders. */
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** Told its SHA-256 once all of it has gone by. */
  readonly hashed?: (sha256: Uint8Array) => void
}

/** What a bag says of itself, in the order of its lines. (RFC 8493, section 2.2.2) */
export type BagInfo = readonly (readonly [label: string, value: string])[]

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

interface Hashed {
  readonly path: string
  readonly sha256: string
}

/**
 * A bag as it is made: payload first, then what vouches for it, since a hash is known only when its
 * file has gone by. Nothing is held but the hashes. Each file must be read to its end before the next
 * is asked for; TypeError otherwise. (RFC 8493)
 */
export async function* bagOf(
  suite: Suite,
  payload: AsyncIterable<BagFile>,
  info: BagInfo,
  tags: Readonly<Record<string, string>>,
): AsyncGenerator<BagFile> {
  const hashes: Hashed[] = []
  let octets = 0
  for await (const { path, bytes, hashed } of payload) {
    const seen = new Seen(bytes)
    yield { path: `data/${path}`, bytes: seen }
    hashes.push({ path: `data/${path}`, sha256: toHex(seen.sha256) })
    hashed?.(seen.sha256)
    octets += seen.octets
  }
  const about: BagInfo = [...info, ['Payload-Oxum', `${octets}.${hashes.length}`]]
  const tagFiles: Readonly<Record<string, string>> = {
    'bagit.txt': DECLARATION,
    'bag-info.txt': about.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join(''),
    'manifest-sha256.txt': manifestOf(hashes),
    ...tags,
  }
  const written = Object.entries(tagFiles).map(([path, text]) => ({ path, bytes: utf8(text) }))
  for (const { path, bytes } of written) yield { path, bytes: once(bytes) }
  const sums = written.map(({ path, bytes }) => ({ path, sha256: toHex(suite.sha256(bytes)) }))
  yield { path: 'tagmanifest-sha256.txt', bytes: once(utf8(manifestOf(sums))) }
}

/** Bytes that are at hand, as a stream. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Bytes on their way, hashed and counted as they pass. */
class Seen implements AsyncIterable<Uint8Array> {
  readonly #bytes: AsyncIterable<Uint8Array>
  readonly #hash = runningSha256()
  #sha256: Uint8Array | null = null
  octets = 0

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#bytes = bytes
  }

  get sha256(): Uint8Array {
    if (this.#sha256 === null) throw new TypeError('a file of the bag was not read to its end')
    return this.#sha256
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#bytes) {
      this.#hash.update(piece)
      this.octets += piece.length
      yield piece
    }
    this.#sha256 = this.#hash.digest()
  }
}

/** Line feeds, carriage returns and per cent signs of a path are written as such. (section 2.1.3) */
function manifestOf(hashes: readonly Hashed[]): string {
  const written = (path: string): string =>
    path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D')
  return hashes.map(({ path, sha256 }) => `${sha256}  ${written(path)}\n`).join('')
}

function oneLine(value: string): string {
  return value.replaceAll(/\s+/gu, ' ')
}
