import {
  Cursor,
  derive,
  LABELS,
  labelBytes,
  PosternError,
  type SigningKey,
  type Suite,
  Writer,
} from '@postern/protocol'
import type { Compartment } from './compartment.ts'
import { contextBytes, type DeskContext } from './desk-context.ts'
import { bodyNumber, decodeBody, encodeBody, type EventBody } from './event-body.ts'
import type { LogGround } from './log-ground.ts'

/** How the log looked to the author: its length in bundles, and the hash over all of them. */
export interface LogMark {
  readonly length: number
  /** 32 bytes. */
  readonly hash: Uint8Array
}

/**
 *   event = version 1 ‖ kind 2 ‖ id 16 ‖ author 32 ‖ strand 8 ‖ sequence 4 ‖ previous 32
 *         ‖ log length 8 ‖ log hash 32 ‖ time 8 ‖ leaf 8 ‖ body ‖ signature 64
 *
 * With a leaf, the body is sealed under `KDF(leaf's key, "event" ‖ id)`: once the leaf is
 * forgotten the event still stands in its chain, and nobody can read it.
 *
 * The signature covers label ‖ 0 ‖ organisation ‖ desk ‖ compartment ‖ all before it, so that no
 * event can pass in another compartment. A strand is one run of one author's device: its events
 * are numbered from 0, and each names the hash of the one before.
 */
export interface Event {
  /** 16 bytes, random, the same when one act is signed anew. */
  readonly id: Uint8Array
  readonly author: Uint8Array
  readonly strand: Uint8Array
  readonly sequence: number
  readonly previous: Uint8Array
  readonly seen: LogMark
  /** Exact for acts of the desk, coarse where it would tell when a source wrote. */
  readonly atMs: number
  /** Number of the leaf of the desk's key tree that the body is sealed under; 0: none. */
  readonly leaf: number
  readonly body: EventBody
}

const VERSION = 2
/** One key seals one body, so its nonce need not vary. */
const NONCE: Uint8Array = new Uint8Array(12)
const SIGNATURE_BYTES = 64

/** `previous` of a strand's first event. */
export const NO_EVENT: Uint8Array = new Uint8Array(32)

/** Throws PosternError 'forgotten-leaf'. */
export function signEvent(
  ground: LogGround,
  key: SigningKey,
  compartment: Compartment,
  event: Event,
): Uint8Array {
  const core = encodeCore(ground, event)
  const signature = key.sign(signedMessage(ground.context, compartment, core))
  return new Writer().bytes(core).bytes(signature).finish()
}

/** Throws PosternError: 'bad-signature', or what is malformed. */
export function verifyEvent(ground: LogGround, compartment: Compartment, bytes: Uint8Array): Event {
  if (bytes.length <= SIGNATURE_BYTES) throw new PosternError('short-input')
  const core = bytes.subarray(0, bytes.length - SIGNATURE_BYTES)
  const event = decodeCore(ground, core)
  const message = signedMessage(ground.context, compartment, core)
  if (!ground.suite.verify(event.author, message, bytes.subarray(core.length)))
    throw new PosternError('bad-signature')
  return event
}

/** What the next event of the strand names as its previous: 32 bytes. */
export function eventHash(suite: Suite, bytes: Uint8Array): Uint8Array {
  return suite.sha256(labelBytes(LABELS.eventHash), bytes)
}

/** Without its signature being looked at: for bytes that this device has verified before. Throws PosternError. */
export function decodeEvent(ground: LogGround, bytes: Uint8Array): Event {
  if (bytes.length <= SIGNATURE_BYTES) throw new PosternError('short-input')
  return decodeCore(ground, bytes.subarray(0, bytes.length - SIGNATURE_BYTES))
}

function signedMessage(
  context: DeskContext,
  compartment: Compartment,
  core: Uint8Array,
): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.eventSignature)).u8(0)
  return head.bytes(contextBytes(context)).bytes(compartment.id).bytes(core).finish()
}

function encodeCore(ground: LogGround, event: Event): Uint8Array {
  return new Writer()
    .u8(VERSION)
    .u16(bodyNumber(event.body))
    .bytes(event.id)
    .bytes(event.author)
    .bytes(event.strand)
    .u32(event.sequence)
    .bytes(event.previous)
    .u64(event.seen.length)
    .bytes(event.seen.hash)
    .u64(event.atMs)
    .u64(event.leaf)
    .bytes(sealedBody(ground, event))
    .finish()
}

function decodeCore(ground: LogGround, core: Uint8Array): Event {
  const cursor = new Cursor(core)
  if (cursor.u8() !== VERSION) throw new PosternError('unknown-version')
  const number = cursor.u16()
  const head = {
    id: cursor.take(16),
    author: cursor.take(32),
    strand: cursor.take(8),
    sequence: cursor.u32(),
    previous: cursor.take(32),
    seen: { length: cursor.u64(), hash: cursor.take(32) },
    atMs: cursor.u64(),
    leaf: cursor.u64(),
  }
  return { ...head, body: openedBody(ground, head, number, cursor.rest()) }
}

function sealedBody(ground: LogGround, { leaf, id, body }: Event): Uint8Array {
  const plain = encodeBody(body)
  if (leaf === 0) return plain
  const key = bodyKey(ground, leaf, id)
  if (key === null) throw new PosternError('forgotten-leaf')
  return ground.suite.aeadSeal(key, NONCE, id, plain)
}

function openedBody(
  ground: LogGround,
  { leaf, id }: Pick<Event, 'leaf' | 'id'>,
  number: number,
  bytes: Uint8Array,
): EventBody {
  if (leaf === 0) return decodeBody(number, bytes)
  const key = bodyKey(ground, leaf, id)
  if (key === null) return { kind: 'forgotten', number, bytes }
  const plain = ground.suite.aeadOpen(key, NONCE, id, bytes)
  if (plain === null) throw new PosternError('malformed')
  return decodeBody(number, plain)
}

function bodyKey({ suite, tree }: LogGround, leaf: number, id: Uint8Array): Uint8Array | null {
  const key = tree.leaf(leaf)
  return key && derive(suite, key, LABELS.event, id, 32)
}
