import { describe, expect, it } from 'vitest'
import { findParts, type FoundReply, gatherReplies } from '../../src/roles/thread-search.ts'
import { cutReply, sealSlot } from '../../src/wire/slot.ts'
import { SLOT_BYTES } from '../../src/wire/sizes.ts'
import { flipped, scene, suite } from './house.ts'

const { env } = scene('thread-search')
const [seed, second, foreign] = [env.random(32), env.random(32), env.random(32)]
const id = () => env.random(8)
const long = env.random(1_500).toHex()

const filler = (count: number): Uint8Array[] =>
  Array.from({ length: count }, () => env.random(SLOT_BYTES))

const findReplies = (of: typeof suite, seeds: Uint8Array[], slots: Uint8Array[]): FoundReply[] =>
  gatherReplies(findParts(of, seeds, slots))

describe('what a source finds (R5)', () => {
  it('finds a reply of several slots among random ones, whatever their order', () => {
    const replyId = id()
    const parts = cutReply(replyId, long)
    const slots = parts.map((part) => sealSlot(env, seed, part)).toReversed()
    expect(parts.length).toBeGreaterThan(1)
    const found = findReplies(suite, [second, seed], [...filler(5), ...slots, ...filler(5)])
    expect(found).toEqual([{ kind: 'whole', seedIndex: 1, replyId, text: long }])
  })

  it('finds nothing under a foreign seed, in random slots, or with a changed bit', () => {
    const [part] = cutReply(id(), 'We read you.')
    const slot = part ? sealSlot(env, seed, part) : new Uint8Array(0)
    expect(findReplies(suite, [foreign], [slot])).toEqual([])
    expect(findReplies(suite, [seed], filler(20))).toEqual([])
    expect(findReplies(suite, [seed], [flipped(slot, 3), flipped(slot, 4_000)])).toEqual([])
  })

  it('shows none of a reply of which a slot is missing, and all once it comes', () => {
    const parts = cutReply(id(), long)
    const slots = parts.map((part) => sealSlot(env, seed, part))
    const early = findParts(suite, [seed], slots.slice(1))
    expect(gatherReplies(early)).toMatchObject([
      { kind: 'part', have: parts.length - 1, count: parts.length },
    ])
    const late = findParts(suite, [seed], slots.slice(0, 1))
    expect(gatherReplies([...early, ...late])).toMatchObject([{ kind: 'whole', text: long }])
  })

  it('shows a repeated reply once, and keeps the replies under two seeds apart', () => {
    const replyId = id()
    const [part] = cutReply(replyId, 'Twice.')
    if (part === undefined) throw new TypeError('no part')
    const slots = [seed, seed, second].map((under) => sealSlot(env, under, part))
    const found = findReplies(suite, [seed, second], slots)
    expect(found.map(({ seedIndex }) => seedIndex)).toEqual([0, 1])
  })

  it('calls broken what a desk made wrong, and shows the rest', () => {
    const replyId = id()
    const bad = { replyId, index: 0, count: 1, text: Uint8Array.of(255, 255, 255) }
    const [good] = cutReply(id(), 'Good.')
    if (good === undefined) throw new TypeError('no part')
    const found = findReplies(
      suite,
      [seed],
      [bad, good].map((part) => sealSlot(env, seed, part)),
    )
    expect(found).toMatchObject([{ kind: 'broken' }, { kind: 'whole', text: 'Good.' }])
  })
})
