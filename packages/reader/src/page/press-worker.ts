import {
  type Attachment,
  cutMessage,
  decodeDay,
  decodeDrop,
  encodeMessage,
  findParts,
  FRAGMENT_BODY_BYTES,
  type FragmentPart,
  RECENT_DROP_BYTES,
  sealOriginal,
  SEED_BYTES,
} from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { answerCalls, type LineEnd } from '../client/line.ts'
import type { Custody } from '../client/keeper-view.ts'
import { contentOf, type Draft, type Press } from '../client/press.ts'
import { ReceiptSearcher } from '../client/receipt-searcher.ts'
import { browserEnv } from './browser-env.ts'
import { argon2Module } from './compiled.ts'
import { pageArgon2id } from './page-argon2id.ts'

/** A file ready to travel, with the hash taken here, at the source. */
export interface Prepared {
  readonly bytes: Uint8Array
  readonly sha256: Uint8Array
  /** Parts that it would fill alone. */
  readonly parts: number
}

/** The press, and what the page asks of it for attachments. */
export interface PagePress extends Press {
  /** Parts that the draft would fill, as one message. */
  measure(draft: Draft): number
  prepare(file: Blob): Promise<Prepared>
  /**
   * From a click on a link until what its view fetches has come a long search rests: else whoever has
   * a thread would have less of the machine for the page than whoever has none. Every reader's page
   * says so at these two moments. (V6)
   */
  hold(): void
  release(): void
  /** Sealed for two persons of a desk; the hash is that of the original. (S7) */
  sealForTwo(file: Blob, name: string, mediaType: string, custody: Custody): Promise<Prepared>
}

/** The worker for what takes long because of a person: it holds nothing between two calls. (V6) */
export function startPress(scope: LineEnd): void {
  answerCalls(scope, PRESS)
  scope.addEventListener('message', ({ data }) => {
    if (data instanceof MessagePort) {
      answerCalls(data, PRESS)
      data.start()
    }
  })
}

const receipts = new ReceiptSearcher(portableSuite)

const PRESS: PagePress = {
  argon2id: async (...given) => pageArgon2id(argon2Module())(...given),
  pack: (seed, draft) => Promise.resolve(pack(seed, draft)),
  searchSlots: (seed, file) => Promise.resolve(findParts(portableSuite, [seed], slotsOf(file))),
  searchReceipts: async (search) => await receipts.search(search),
  hold: () => receipts.hold(),
  release: () => receipts.release(),
  measure: (draft) =>
    Math.ceil(encoded(new Uint8Array(SEED_BYTES), draft).length / FRAGMENT_BODY_BYTES),
  prepare: async (file) => prepared(new Uint8Array(await file.arrayBuffer())),
  sealForTwo: async (file, name, mediaType, { place, keys }) => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const sha256 = portableSuite.sha256(bytes)
    const original: Attachment = { name, mediaType, bytes, sha256, kind: 'original' }
    return { ...prepared(sealOriginal(browserEnv(), place, keys, original)), sha256 }
  },
}

function slotsOf(file: Uint8Array): readonly Uint8Array[] {
  return file.length === RECENT_DROP_BYTES ? decodeDrop(file).slots : decodeDay(file)
}

function pack(seed: Uint8Array, draft: Draft): FragmentPart[] {
  return cutMessage(portableSuite, encoded(seed, draft))
}

function encoded(seed: Uint8Array, draft: Draft): Uint8Array {
  return encodeMessage(portableSuite, { type: 1, seed, content: contentOf(draft) })
}

function prepared(bytes: Uint8Array): Prepared {
  const sha256 = portableSuite.sha256(bytes)
  const only: Attachment = { name: '', mediaType: 'a/a', bytes, sha256, kind: 'original' }
  const alone = { text: '', attachments: [only], exclusions: [], about: null, read: [] }
  return { bytes, sha256, parts: PRESS.measure(alone) }
}
