import {
  Cursor,
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

/** How the log looked to the author: its length in bundles, and the hash over all of them. */
export interface LogMark {
  readonly length: number
  /** 32 bytes. */
  readonly hash: Uint8Array
}

/**
 *   event = version 1 ‖ kind 2 ‖ id 16 ‖ author 32 ‖ strand 8 ‖ sequence 4 ‖ previous 32
 *         ‖ log length 8 ‖ log hash 32 ‖ time 8 ‖ body ‖ signature 64
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
  readonly body: EventBody
}

const VERSION = 1
const SIGNATURE_BYTES = 64

/** `previous` of a strand's first event. */
export const NO_EVENT: Uint8Array = new Uint8Array(32)

export function signEvent(
  key: SigningKey,
  context: DeskContext,
  compartment: Compartment,
  event: Event,
): Uint8Array {
  const core = encodeCore(event)
  const signature = key.sign(signedMessage(context, compartment, core))
  return new Writer().bytes(core).bytes(signature).finish()
}

/** Throws PosternError: 'bad-signature', or what is malformed. */
export function verifyEvent(
  suite: Suite,
  context: DeskContext,
  compartment: Compartment,
  bytes: Uint8Array,
): Event {
  if (bytes.length <= SIGNATURE_BYTES) throw new PosternError('short-input')
  const core = bytes.subarray(0, bytes.length - SIGNATURE_BYTES)
  const event = decodeCore(core)
  const message = signedMessage(context, compartment, core)
  if (!suite.verify(event.author, message, bytes.subarray(core.length)))
    throw new PosternError('bad-signature')
  return event
}

/** What the next event of the strand names as its previous: 32 bytes. */
export function eventHash(suite: Suite, bytes: Uint8Array): Uint8Array {
  return suite.sha256(labelBytes(LABELS.eventHash), bytes)
}

function signedMessage(
  context: DeskContext,
  compartment: Compartment,
  core: Uint8Array,
): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.eventSignature)).u8(0)
  return head.bytes(contextBytes(context)).bytes(compartment.id).bytes(core).finish()
}

function encodeCore(event: Event): Uint8Array {
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
    .bytes(encodeBody(event.body))
    .finish()
}

function decodeCore(core: Uint8Array): Event {
  const cursor = new Cursor(core)
  if (cursor.u8() !== VERSION) throw new PosternError('unknown-version')
  const number = cursor.u16()
  return {
    id: cursor.take(16),
    author: cursor.take(32),
    strand: cursor.take(8),
    sequence: cursor.u32(),
    previous: cursor.take(32),
    seen: { length: cursor.u64(), hash: cursor.take(32) },
    atMs: cursor.u64(),
    body: decodeBody(number, cursor.rest()),
  }
}
