import {
  blob,
  type BodyCodec,
  body,
  choice,
  fixed,
  list,
  optional,
  text,
  u16,
  u32,
  u64,
} from './field.ts'
import { COPIES, type FileFacts } from './intake-event.ts'

export const CUSTODY_ACTS = [
  'taken',
  'hash-checked',
  'hash-differs',
  'viewed',
  'derived',
  'exported',
  'disclosed',
] as const
export type CustodyAct = (typeof CUSTODY_ACTS)[number]

/** A file of a message becomes an item of evidence; its bytes are never changed. */
export interface ItemTaken {
  readonly kind: 'item-taken'
  /** 16 bytes, random. */
  readonly item: Uint8Array
  /** The report that it came with; the message it came in stands in the registry. */
  readonly report: Uint8Array
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Taken in the source's browser, 32 bytes. */
  readonly sha256: Uint8Array
  readonly copy: FileFacts['copy']
}

/** A working copy. */
export interface DerivativeMade {
  readonly kind: 'derivative-made'
  readonly derivative: Uint8Array
  readonly item: Uint8Array
  /** How it was made: by what program, with what settings. */
  readonly how: string
  readonly sha256: Uint8Array
  readonly bytes: number
}

export interface Custody {
  readonly kind: 'custody'
  /** An item or a derivative. */
  readonly item: Uint8Array
  readonly act: CustodyAct
  readonly detail: string
  /** What the bytes hashed to at that moment; null when they were not read. */
  readonly sha256: Uint8Array | null
}

/**
 * The first so many events of this custody log stand under a root that an authority has stamped, with
 * the logs of other cases that its author reads. (RFC 3161)
 */
export interface TimeStamped {
  readonly kind: 'time-stamped'
  /** Days since 1970. */
  readonly day: number
  readonly events: number
  /** Of the day's tree, 32 bytes: what the authority has stamped. */
  readonly root: Uint8Array
  /** With the log's own root this case's leaf of the day's tree, 16 bytes. */
  readonly salt: Uint8Array
  readonly index: number
  readonly leaves: number
  /** From that leaf to the root, 32 bytes each. (RFC 9162, section 2.1.3) */
  readonly path: readonly Uint8Array[]
  /** The authority's whole answer, DER. */
  readonly answer: Uint8Array
}

/** Where in the desk drops an item's bytes lie: the registry alone says so. */
export interface ItemSourced {
  readonly kind: 'item-sourced'
  readonly item: Uint8Array
  readonly messageId: Uint8Array
  readonly index: number
}

const id = fixed(16)
const hash = fixed(32)

export const itemTaken: BodyCodec<ItemTaken> = body(38, 'item-taken', {
  item: id,
  report: id,
  name: text,
  mediaType: text,
  bytes: u64,
  sha256: hash,
  copy: choice(COPIES),
})

export const derivativeMade: BodyCodec<DerivativeMade> = body(39, 'derivative-made', {
  derivative: id,
  item: id,
  how: text,
  sha256: hash,
  bytes: u64,
})

export const custody: BodyCodec<Custody> = body(40, 'custody', {
  item: id,
  act: choice(CUSTODY_ACTS),
  detail: text,
  sha256: optional(hash),
})

export const timeStamped: BodyCodec<TimeStamped> = body(41, 'time-stamped', {
  day: u32,
  events: u32,
  root: hash,
  salt: id,
  index: u32,
  leaves: u32,
  path: list(hash),
  answer: blob,
})

export const itemSourced: BodyCodec<ItemSourced> = body(42, 'item-sourced', {
  item: id,
  messageId: id,
  index: u16,
})
