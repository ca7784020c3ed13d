import type { Env, SigningKey } from '@postern/protocol'
import type { Compartment } from './compartment.ts'
import type { EventBody } from './event-body.ts'
import {
  BUNDLE_PAYLOAD_BYTES,
  cutEvent,
  encodeFrames,
  FRAME_HEAD_BYTES,
  type Frame,
  frameBytes,
} from './frame.ts'
import type { LogGround } from './log-ground.ts'
import { eventHash, type LogMark, NO_EVENT, signEvent } from './signed-event.ts'

/** An act that waits for its bundle. Its id stays the same however often it is signed anew. */
export interface Act {
  readonly id: Uint8Array
  readonly atMs: number
  /** Of the desk's key tree; 0: none. */
  readonly leaf: number
  readonly body: EventBody
}

type Place = { readonly sequence: number; readonly previous: Uint8Array }
/** A bundle in the making: what is in it, what is left of its last act, and how many acts began. */
type Packed = { frames: readonly Frame[]; begun: readonly Frame[]; place: Place; taken: number }

/** A frame is not begun in less room than this. */
const LEAST_PIECE_BYTES = 64

/**
 * One strand of one author in one compartment: signs what waits, packs it into one bundle's
 * payload, and forgets it only when that bundle stands in the log. An act is signed against the
 * log as it stands when its first frame goes out; a bundle that was refused is made anew.
 */
export class Author {
  readonly #env: Env
  readonly #key: SigningKey
  readonly #ground: LogGround
  readonly #compartment: Compartment
  readonly #strand: Uint8Array
  #waiting: Act[] = []
  #said = 0
  #begun: readonly Frame[] = []
  #place: Place = { sequence: 0, previous: NO_EVENT }
  #prepared: Packed | null = null

  constructor(env: Env, key: SigningKey, ground: LogGround, compartment: Compartment) {
    this.#env = env
    this.#key = key
    this.#ground = ground
    this.#compartment = compartment
    this.#strand = env.random(8)
  }

  get publicKey(): Uint8Array {
    return this.#key.publicKey
  }

  /** Acts of which not every frame stands in the log. */
  get pending(): number {
    return this.#waiting.length + (this.#begun.length > 0 ? 1 : 0)
  }

  /** Acts that were ever enqueued here; all but the pending ones stand in the log. */
  get said(): number {
    return this.#said
  }

  /** Acts that wait, oldest first. */
  get waiting(): readonly Act[] {
    return this.#waiting
  }

  /** Gives the act's id, by which the log is searched for it. */
  enqueue(body: EventBody, atMs: number, leaf: number = 0): Uint8Array {
    const id = this.#env.random(16)
    this.#waiting.push({ id, atMs, leaf, body })
    this.#said += 1
    return id
  }

  /** The payload of the next bundle, or null when nothing waits. Changes nothing by itself. */
  prepare(seen: LogMark): Uint8Array | null {
    const { fit, left } = fitting(this.#begun, BUNDLE_PAYLOAD_BYTES)
    let packed: Packed = { frames: fit, begun: left, place: this.#place, taken: 0 }
    for (let next = this.#pack(packed, seen); next !== null; next = this.#pack(packed, seen))
      packed = next
    const payload = encodeFrames(packed.frames)
    this.#prepared = packed
    return packed.frames.length === 0 ? null : payload
  }

  /** The bundle with the payload prepared last stands in the log. */
  accepted(): void {
    if (this.#prepared === null) throw new TypeError('no bundle was prepared')
    this.#waiting = this.#waiting.slice(this.#prepared.taken)
    this.#begun = this.#prepared.begun
    this.#place = this.#prepared.place
    this.#prepared = null
  }

  /** One more act into the bundle; null when none waits or none fits. */
  #pack(packed: Packed, seen: LogMark): Packed | null {
    const act = this.#waiting[packed.taken]
    const room = roomAfter(packed.frames)
    if (act === undefined || packed.begun.length > 0) return null
    if (room < FRAME_HEAD_BYTES + LEAST_PIECE_BYTES) return null
    const signed = this.#sign(act, seen, packed.place)
    const { fit, left } = fitting(cutEvent(this.#env.suite, signed.bytes), room)
    if (fit.length === 0) return null
    const frames = [...packed.frames, ...fit]
    return { frames, begun: left, place: signed.place, taken: packed.taken + 1 }
  }

  #sign(act: Act, seen: LogMark, place: Place): { bytes: Uint8Array; place: Place } {
    const event = { ...act, ...place, author: this.publicKey, strand: this.#strand, seen }
    const bytes = signEvent(this.#ground, this.#key, this.#compartment, event)
    const previous = eventHash(this.#env.suite, bytes)
    return { bytes, place: { sequence: place.sequence + 1, previous } }
  }
}

function roomAfter(frames: readonly Frame[]): number {
  return frames.reduce((room, frame) => room - frameBytes(frame), BUNDLE_PAYLOAD_BYTES)
}

function fitting(frames: readonly Frame[], room: number): { fit: Frame[]; left: Frame[] } {
  const first = frames[0]
  if (first === undefined || frameBytes(first) > room) return { fit: [], left: [...frames] }
  const rest = fitting(frames.slice(1), room - frameBytes(first))
  return { fit: [first, ...rest.fit], left: rest.left }
}
