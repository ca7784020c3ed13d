import { REHEARSAL } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { type EventBody, errandsOf, fold, type MessageKind } from '../src/index.ts'
import { AuthorWorld } from './author-world.ts'
import { joined, logged } from './logged.ts'

const { compartment } = new AuthorWorld('errands')
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)

/** The desk of one log with these acts. */
function errandsAfter(...bodies: EventBody[]): ReturnType<typeof errandsOf> {
  const told = [joined('anna'), ...bodies].map((body) => ({ by: 9, body, compartment }))
  return errandsOf(fold(logged(told)), REHEARSAL)
}

function message(source: number, messageKind: MessageKind = 'message'): EventBody {
  const [conversation, messageId, seed] = [bytes(32, source), bytes(16, source), bytes(32, source)]
  const content = {
    text: 'Hello.',
    files: [],
    exclusions: [],
    answers: bytes(0, 0),
    about: null,
    parts: [],
  }
  return { kind: 'message-assembled', messageId, conversation, messageKind, seed, ...content }
}

const reply = (source: number, id: number): EventBody => ({
  kind: 'reply',
  conversation: bytes(32, source),
  replyId: bytes(8, id),
  text: 'Come in.',
})

const carried = (interval: number, id: number): EventBody => ({
  kind: 'carried',
  interval,
  parts: [{ replyId: bytes(8, id), index: 0 }],
  receipts: [],
})

const slotsOf = ({ slots }: ReturnType<typeof errandsOf>): (number | undefined)[] =>
  slots.map(({ conversation }) => conversation[0])

describe('what trays must say', () => {
  it('is each answer, and a receipt for each message, to who can hear it', () => {
    const errands = errandsAfter(message(1), message(2, 'letter'), reply(1, 7), reply(2, 8))
    expect(slotsOf(errands)).toEqual([1])
    expect(errands.receipts.map(({ messageId, n }) => [messageId[0], n])).toEqual([[1, 0]])
  })

  it('goes to who wrote without script as to everyone: the words’ seed listens (O3)', () => {
    const errands = errandsAfter(message(1, 'no-script'), reply(1, 7))
    expect(slotsOf(errands)).toEqual([1])
    expect(errands.receipts.map(({ messageId }) => messageId[0])).toEqual([1])
  })

  it('ends when a later message of the same conversation names the answer as read (R7)', () => {
    const both = [message(1), message(2), reply(1, 7), reply(2, 8)]
    const named = (source: number): EventBody => ({
      kind: 'reply-read',
      conversation: bytes(32, source),
      replyIds: [bytes(8, 3), bytes(8, 7)],
    })
    expect(slotsOf(errandsAfter(...both, named(2)))).toEqual([1, 2])
    expect(slotsOf(errandsAfter(...both, named(1)))).toEqual([2])
  })

  it('knows who is accepted, and says nothing to who was declined (R7)', () => {
    const both = [message(1), message(2), reply(1, 7), reply(2, 8)]
    const accept: EventBody = { kind: 'contact-accepted', conversation: bytes(32, 2) }
    const decline: EventBody = {
      kind: 'contact-declined',
      conversation: bytes(32, 1),
      reason: 'Not ours.',
    }
    const { slots } = errandsAfter(...both, accept)
    expect(slots.map(({ accepted }) => accepted)).toEqual([false, true])
    const left = errandsAfter(...both, decline)
    expect(slotsOf(left)).toEqual([2])
    expect(left.receipts.map(({ messageId }) => messageId[0])).toEqual([2])
  })

  it('remembers the first and the last drop that carried an answer', () => {
    const { slots } = errandsAfter(message(1), reply(1, 7), carried(50, 7), carried(20, 7))
    const { dropIntervalMs } = REHEARSAL
    expect(slots.map(({ handed }) => handed)).toEqual([
      { firstMs: 20 * dropIntervalMs, lastMs: 50 * dropIntervalMs },
    ])
  })

  describe('when a message comes under another seed (R8)', () => {
    const under = (seed: number): EventBody => {
      const told = message(1)
      if (told.kind !== 'message-assembled') throw new TypeError(told.kind)
      return { ...told, messageId: bytes(16, seed), seed: bytes(32, seed) }
    }
    const said = (...events: EventBody[]): unknown[] =>
      errandsAfter(under(1), reply(1, 7), carried(20, 7), ...events).slots.map(
        ({ seed, handed }) => [seed[0], handed === null],
      )

    it('is said anew under it, at once, if it was not read', () => {
      expect(said()).toEqual([[1, false]])
      expect(said(under(2))).toEqual([[2, true]])
      expect(said(under(2), carried(30, 7))).toEqual([[2, false]])
      expect(said(under(2), carried(30, 7), under(1 + 2))).toEqual([[3, true]])
    })

    it('is not said anew under the same one, nor what she has read', () => {
      const same = { ...under(1), messageId: bytes(16, 9) }
      expect(said(same)).toEqual([[1, false]])
      const read: EventBody = {
        kind: 'reply-read',
        conversation: bytes(32, 1),
        replyIds: [bytes(8, 7)],
      }
      expect(said(read, under(2))).toEqual([])
    })

    it('numbers receipts anew under each seed, so that each names its message', () => {
      const { receipts } = errandsAfter(under(1), under(2), under(3))
      expect(receipts.map(({ seed, n }) => [seed[0], n])).toEqual([
        [1, 0],
        [2, 0],
        [3, 0],
      ])
    })
  })
})
