import type { Env } from '@postern/protocol'

/** How a recorded cell is sent again. */
export const WAYS = ['the same bytes', 'another stamp', 'a changed byte', 'another epoch'] as const
export type Way = (typeof WAYS)[number]

const STAMP_BYTES = 8
const EPOCH_END = 12

/** One more sending of a recorded cell. */
export function again(env: Env, cell: Uint8Array, way: Way): Uint8Array {
  const copy = cell.slice()
  if (way === 'another stamp') flip(copy, env.pick(STAMP_BYTES))
  if (way === 'another epoch') flip(copy, EPOCH_END - 1)
  if (way === 'a changed byte') flip(copy, EPOCH_END + env.pick(cell.length - EPOCH_END))
  return copy
}

/** The true `enc` with a ciphertext that does not open, sent before the true cell. */
export function garbled(cell: Uint8Array): Uint8Array {
  const copy = cell.slice()
  flip(copy, cell.length - 1)
  return copy
}

function flip(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 1
}
