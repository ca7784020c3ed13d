import { toBase64 } from '../bytes/base64.ts'
import { concat, equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { toHex } from '../bytes/hex.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { openDsse, signDsse, type Signed, verifiedBy } from './dsse.ts'
import { HASH_BYTES, ID_BYTES, sized } from './ids.ts'
import { type JsonForm, readCanonical, writeJson } from './json.ts'
import { type MixRoleName, readMixRole } from './key-offer.ts'
import { ENVELOPE_BYTES, LAYER_2_BYTES } from './sizes.ts'

/** The signed head of a batch (M8). */
export interface BatchHeader {
  readonly organisation: Uint8Array
  readonly mix: MixRoleName
  /** Hash of the one statement that all its cells were made from (B2). */
  readonly statement: Uint8Array
  readonly epoch: number
  readonly number: number
  /** SHA-256 of the header document before it, or 32 zeros. */
  readonly previous: Uint8Array
  /** SHA-256 of what was taken in. */
  readonly input: Uint8Array
  /** Mix 1: cells. Mix 2: items that mix 1 put out, which is public. */
  readonly in: number
  /** Mix 1: cells that failed. Mix 2: always 0, for the rest would tell its covers (M7). */
  readonly refused: number
  /** Items in the body, noise among them. */
  readonly out: number
  /** SHA-256 of the body. */
  readonly body: Uint8Array
}

export type BatchDraft = Omit<BatchHeader, 'out' | 'body'>

export interface Batch {
  readonly header: BatchHeader
  /** SHA-256 of the header document: `previous` of the next. */
  readonly headerHash: Uint8Array
  /** Views into the batch's bytes. */
  readonly items: readonly Uint8Array[]
}

/** Length of one item: mix 1 puts out layers 2, mix 2 envelopes. */
export const ITEM_BYTES: Readonly<Record<MixRoleName, number>> = {
  'mix-1': LAYER_2_BYTES,
  'mix-2': ENVELOPE_BYTES,
}

const HEADER_MAX_BYTES = 4_096
const HEAD_BYTES: number = 4 + HEADER_MAX_BYTES
const U32_MAX = 0xffff_ffff

/** Cells that mix 1 takes into one batch at most; what is more goes into the next of the firing. */
export const BATCH_MOST_CELLS = 8_192
/**
 * Noise of one mix in one batch at most, both classes together. More is drawn in standard with a
 * chance below 10⁻²⁰ and refused, so it is part of δ.
 */
export const BATCH_MOST_NOISE = 3_072
/** Items of a whole batch at most: mix 2 adds its noise to what mix 1 put out. */
export const BATCH_MOST_ITEMS: Readonly<Record<MixRoleName, number>> = {
  'mix-1': BATCH_MOST_CELLS + BATCH_MOST_NOISE,
  'mix-2': BATCH_MOST_CELLS + BATCH_MOST_NOISE + BATCH_MOST_NOISE,
}
/** What everybody who reads this mix's batches must take: the one bound that all of them go by. */
export const BATCH_MAX_BYTES: Readonly<Record<MixRoleName, number>> = {
  'mix-1': HEAD_BYTES + BATCH_MOST_ITEMS['mix-1'] * ITEM_BYTES['mix-1'],
  'mix-2': HEAD_BYTES + BATCH_MOST_ITEMS['mix-2'] * ITEM_BYTES['mix-2'],
}

const FORM: JsonForm<BatchHeader> = {
  maxBytes: HEADER_MAX_BYTES,
  write: encodeHeader,
  read: (object) => ({
    organisation: object.hex('organisation', ID_BYTES),
    mix: readMixRole(object),
    statement: object.base64('statement', HASH_BYTES),
    epoch: object.integer('epoch', U32_MAX),
    number: object.integer('number'),
    previous: object.base64('previous', HASH_BYTES),
    input: object.base64('input', HASH_BYTES),
    in: object.integer('in', U32_MAX),
    refused: object.integer('refused', U32_MAX),
    out: object.integer('out', U32_MAX),
    body: object.base64('body', HASH_BYTES),
  }),
}

/**
 * batch = header length 4 ‖ header document ‖ body, its items one after another; a view that ends
 * where its buffer does. A count that would tell mix 2's covers, or more items than readers take,
 * is a TypeError (M7).
 */
export function sealBatch(
  suite: Suite,
  key: SigningKey,
  draft: BatchDraft,
  items: readonly Uint8Array[],
): Uint8Array {
  if (items.length > BATCH_MOST_ITEMS[draft.mix]) throw new TypeError('items of a batch')
  const bytes = withBody(items, ITEM_BYTES[draft.mix])
  const header = { ...draft, out: items.length, body: suite.sha256(bytes.subarray(HEAD_BYTES)) }
  if (!countsFit(header)) throw new TypeError('counts of a batch')
  const document = signDsse([key], LABELS.batch, encodeHeader(header))
  const head = concat(new Writer().u32(document.length).finish(), document)
  bytes.set(head, HEAD_BYTES - head.length)
  return bytes.subarray(HEAD_BYTES - head.length)
}

/**
 * Accepts a whole batch that this mix signed, with items of this length.
 * Throws PosternError 'bad-batch' with what is wrong with it.
 */
export function openBatch(
  suite: Suite,
  bytes: Uint8Array,
  mixKey: Uint8Array,
  itemBytes: number,
): Batch {
  const { document, body } = parted(bytes)
  const header = openHeader(suite, document, mixKey)
  if (header.out > BATCH_MOST_ITEMS[header.mix]) throw new PosternError('bad-batch', 'items')
  if (body.length !== header.out * itemBytes) throw new PosternError('bad-batch', 'body length')
  if (!equalBytes(suite.sha256(body), header.body)) throw new PosternError('bad-batch', 'body hash')
  const cursor = new Cursor(body)
  const items = Array.from({ length: header.out }, () => cursor.take(itemBytes))
  return { header, headerHash: suite.sha256(document), items }
}

function openHeader(suite: Suite, document: Signed, mixKey: Uint8Array): BatchHeader {
  const opened = reasoned('header', () => openDsse(document, LABELS.batch))
  if (opened.signatures.length !== 1 || !verifiedBy(suite, opened, mixKey))
    throw new PosternError('bad-batch', 'signature')
  const header = reasoned('header', () => readCanonical(opened.payload, FORM))
  if (!countsFit(header)) throw new PosternError('bad-batch', 'counts')
  return header
}

function parted(bytes: Uint8Array): { document: Signed; body: Uint8Array } {
  return reasoned('truncated', () => {
    const cursor = new Cursor(bytes)
    const length = cursor.u32()
    if (length > HEADER_MAX_BYTES) throw new PosternError('bad-batch', 'header length')
    return { document: cursor.take(length), body: cursor.rest() }
  })
}

/** Noise only adds, so mix 1 puts out at least what it accepted. */
function countsFit(header: BatchHeader): boolean {
  if (header.mix === 'mix-2') return header.refused === 0
  return header.refused <= header.in && header.out >= header.in - header.refused
}

function encodeHeader(header: BatchHeader): Uint8Array {
  return writeJson({
    organisation: toHex(header.organisation),
    mix: header.mix,
    statement: toBase64(header.statement),
    epoch: header.epoch,
    number: header.number,
    previous: toBase64(header.previous),
    input: toBase64(header.input),
    in: header.in,
    refused: header.refused,
    out: header.out,
    body: toBase64(header.body),
  })
}

/** Room for the head, and the items behind it: a batch is large, and is built only once. */
function withBody(items: readonly Uint8Array[], itemBytes: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + items.length * itemBytes)
  for (const [n, item] of items.entries())
    bytes.set(sized(item, itemBytes, 'item'), HEAD_BYTES + n * itemBytes)
  return bytes
}

function reasoned<T>(why: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PosternError && error.code !== 'bad-batch')
      throw new PosternError('bad-batch', `${why}: ${error.message}`)
    throw error
  }
}
