import {
  concat,
  fromBase64,
  fromHex,
  PosternError,
  seededEnv,
  type Suite,
  toBase64,
  toHex,
} from '@postern/protocol'

/**
 * Bytes in a scenario: written out, drawn from a seed, parts one after another, or the input of
 * another scenario with one change. Written out they are base64; a seed draws from the stream of `seededEnv`.
 */
export type ByteSource =
  | { readonly base64: string }
  | { readonly seed: string; readonly length: number }
  | { readonly parts: readonly ByteSource[] }
  | { readonly of: string; readonly input: string; readonly change: Change }

export type Change =
  | { readonly flipBit: number }
  | { readonly cutTo: number }
  | { readonly append: string }
  | { readonly setByte: number; readonly to: number }

export type Input = ByteSource | ByteSource[] | number | string

/** What a step gives: bytes are told by their hash when they are long. */
export type Outcome =
  { readonly gives: unknown } | { readonly givesNull: true } | { readonly refusedWith: string }

/** One scenario: one step of the protocol, its inputs, and the one outcome it must have. */
export interface Scenario {
  /** Folder and file: `cell/opens-at-mix-1`. */
  readonly name: string
  /** In one sentence, with the step of spec/ in brackets. */
  readonly says: string
  readonly step: string
  readonly inputs: Readonly<Record<string, Input>>
  readonly outcome: Outcome
}

/** Finds the scenario that an input is taken from. */
export type Lookup = (name: string) => Scenario

export function written(bytes: Uint8Array): ByteSource {
  return { base64: toBase64(bytes) }
}

export function drawn(seed: string, length: number): ByteSource {
  return { seed, length }
}

export function changed(of: string, input: string, change: Change): ByteSource {
  return { of, input, change }
}

export function bytesOf(suite: Suite, source: ByteSource, lookup: Lookup): Uint8Array {
  if ('base64' in source) return fromBase64(source.base64)
  if ('seed' in source) return seededEnv(source.seed, suite).random(source.length)
  if ('parts' in source) return concat(...source.parts.map((part) => bytesOf(suite, part, lookup)))
  const origin = lookup(source.of).inputs[source.input]
  if (!isByteSource(origin)) throw new TypeError(`no bytes: ${source.of} ${source.input}`)
  return applied(bytesOf(suite, origin, lookup), source.change)
}

export function isByteSource(input: Input | undefined): input is ByteSource {
  return typeof input === 'object' && !Array.isArray(input)
}

function applied(bytes: Uint8Array, change: Change): Uint8Array {
  if ('cutTo' in change) return bytes.subarray(0, change.cutTo)
  if ('append' in change) return Uint8Array.from([...bytes, ...fromHex(change.append)])
  const copy = Uint8Array.from(bytes)
  if ('setByte' in change) return copy.fill(change.to, change.setByte, change.setByte + 1)
  const at = Math.floor(change.flipBit / 8)
  return copy.fill((copy[at] ?? 0) ^ (1 << (change.flipBit % 8)), at, at + 1)
}

/** The outcome of a step, in the form in which a scenario states it. */
export function outcomeOf(suite: Suite, step: () => unknown): Outcome {
  try {
    const value = step()
    return value === null ? { givesNull: true } : { gives: told(suite, value) }
  } catch (error) {
    if (error instanceof PosternError) return { refusedWith: error.code }
    throw error
  }
}

function told(suite: Suite, value: unknown): unknown {
  if (value instanceof Uint8Array) return toldBytes(suite, value)
  if (Array.isArray(value)) return value.map((member: unknown) => told(suite, member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, told(suite, each)]))
}

function toldBytes(suite: Suite, bytes: Uint8Array): unknown {
  if (bytes.length <= 32) return toHex(bytes)
  return { bytes: bytes.length, sha256: toHex(suite.sha256(bytes)) }
}
