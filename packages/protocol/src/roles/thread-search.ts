import { toHex } from '../bytes/hex.ts'
import { PosternError } from '../error.ts'
import type { Suite } from '../suite/suite.ts'
import { joinReply, openSlot, type SlotPart } from '../wire/slot.ts'

/** A slot that opened, and which of the seeds opened it. */
export interface FoundPart {
  readonly seedIndex: number
  readonly part: SlotPart
}

/** One reply out of what was found; `part` says how much of it there is, and shows none of it. */
export type FoundReply = { readonly seedIndex: number; readonly replyId: Uint8Array } & (
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'part'; readonly have: number; readonly count: number }
  | { readonly kind: 'broken' }
)

/**
 * The slots that open under any of a source's few seeds. All of it is local: unlocking causes no
 * request. What is found in the recent drop and in day files may simply be joined. (R5)
 */
export function findParts(
  suite: Suite,
  seeds: readonly Uint8Array[],
  slots: readonly Uint8Array[],
): FoundPart[] {
  return slots.flatMap((slot) =>
    seeds.flatMap((seed, seedIndex) => {
      const part = openSlot(suite, seed, slot)
      return part === null ? [] : [{ seedIndex, part }]
    }),
  )
}

/** The replies among the parts, each once however often it was repeated, in order of finding. (R7) */
export function gatherReplies(found: readonly FoundPart[]): FoundReply[] {
  const byReply = Map.groupBy(found, ({ seedIndex, part }) => `${seedIndex}/${toHex(part.replyId)}`)
  return [...byReply.values()].flatMap((parts) => readReply(parts))
}

function readReply(found: readonly FoundPart[]): FoundReply[] {
  const [first] = found
  if (first === undefined) return []
  const { seedIndex, part } = first
  const of = { seedIndex, replyId: part.replyId }
  const parts = found.map((one) => one.part)
  const have = new Set(parts.map(({ index }) => index)).size
  return [joined(of, parts, { kind: 'part', have, count: part.count })]
}

function joined(
  of: { readonly seedIndex: number; readonly replyId: Uint8Array },
  parts: readonly SlotPart[],
  ifPartial: { readonly kind: 'part'; readonly have: number; readonly count: number },
): FoundReply {
  try {
    const text = joinReply(parts)
    return text === null ? { ...of, ...ifPartial } : { ...of, kind: 'whole', text }
  } catch (error) {
    if (error instanceof PosternError) return { ...of, kind: 'broken' }
    throw error
  }
}
