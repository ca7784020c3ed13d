import { cutMessage, REHEARSAL, toHex } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  answerFound,
  type Book,
  type BookChange,
  bookRoom,
  checkRoom,
  decodeBook,
  EMPTY_BOOK,
  encodeBook,
  fittingBook,
  isGone,
  MAX_VAULT_CONTENT_BYTES,
  messageArrived,
  messageIn,
  type NewMessage,
  partsLeft,
  partTaken,
  partTried,
  queueAgain,
  queueMessage,
  tieAnswers,
  waitingParts,
} from '@postern/protocol/vault'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const deskId = new Uint8Array(16).fill(1)
const attempt = { interval: 7, batch: 9 }

/** The `n`-th message, of so many bytes before it is cut. */
function message(n: number, bytes: number, seed: Uint8Array | null = null): Sample {
  const parts = cutMessage(portableSuite, new Uint8Array(bytes).fill(n))
  const said: NewMessage = { deskId, seed, text: `text ${n}`, files: [], about: null }
  const id = toHex(parts[0]?.messageId ?? new Uint8Array())
  return { id, parts, queue: queueMessage(said, parts) }
}

interface Sample {
  readonly id: string
  readonly parts: ReturnType<typeof cutMessage>
  readonly queue: BookChange
}

function after(...changes: readonly BookChange[]): Book {
  return changes.reduce((book, change) => change(book), EMPTY_BOOK)
}

const [a, b, c] = [message(1, 30_000), message(2, 100), message(3, 100)]

describe('what waits', () => {
  test('leaves in the order of its queueing, as it was cut', () => {
    const book = after(a.queue, b.queue)
    expect(waitingParts(book).map(({ part }) => part)).toEqual([...a.parts, ...b.parts])
  })

  test('is consumed part by part, and may be queued again whole, behind the others', () => {
    const gone = a.parts.map((part) => partTaken(part))
    const book = after(a.queue, b.queue, ...gone, queueAgain(a.id))
    expect(waitingParts(book).map(({ part }) => part)).toEqual([...b.parts, ...a.parts])
    expect(after(a.queue, queueAgain(a.id))).toMatchObject({ entries: after(a.queue).entries })
    expect(after(a.queue, queueAgain('00')).entries).toEqual(after(a.queue).entries)
  })

  test('counts as gone when a cell was posted of every part', () => {
    const tried = a.parts.map((part) => partTried(part, attempt))
    const [one] = after(a.queue, ...tried).entries
    expect(one?.kind === 'sent' && isGone(one)).toBe(true)
    const [other] = after(a.queue, ...tried.slice(1)).entries
    expect(other?.kind === 'sent' && isGone(other)).toBe(false)
    expect(after(a.queue, ...tried).attempt).toEqual(attempt)
  })

  test('is bounded, and nothing is queued beyond', () => {
    const book = after(a.queue)
    expect(bookRoom(book, REHEARSAL)).toBe(31)
    expect(() => checkRoom(book, REHEARSAL, 32)).toThrow('outbox-full')
    expect(() => checkRoom(EMPTY_BOOK, REHEARSAL, 33)).toThrow('message-too-long')
    expect(() => checkRoom(book, REHEARSAL, 31)).not.toThrow()
  })
})

describe('changes', () => {
  test('made twice are made once, so that two pages may both keep theirs', () => {
    const taken = a.parts.map((part) => partTaken(part))
    const changes = [a.queue, partTried(a.parts[0] ?? a.parts[1]!, attempt), ...taken, b.queue]
    const twice = changes.flatMap((change) => [change, change])
    expect(after(...twice)).toEqual(after(...changes))
  })

  test('of an answer keep it once', () => {
    const found = answerFound({ deskId, replyId: new Uint8Array(8), text: 'yes' })
    expect(after(found, found).entries).toHaveLength(1)
  })
})

describe('seeds of their own (R8)', () => {
  const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n)
  const [first, second, third] = [1, 2, 3].map((n) => message(n + 10, 100, seed(n)))
  const seeds = (book: Book): unknown[] =>
    book.entries.map((one) => one.kind === 'sent' && one.seed?.[0])

  test('are erased once a message has arrived that was written after the answer could move on', () => {
    if (!first || !second || !third) throw new TypeError('samples')
    const before = [first.queue, messageArrived(first.id), second.queue]
    expect(seeds(after(...before))).toEqual([1, 2])
    expect(seeds(after(...before, messageArrived(second.id)))).toEqual([undefined, 2])
  })

  test('of two in flight at once both stay, whichever arrived first', () => {
    if (!first || !second || !third) throw new TypeError('samples')
    const both = [first.queue, second.queue, messageArrived(second.id), messageArrived(first.id)]
    expect(seeds(after(...both))).toEqual([1, 2])
    const later = [...both, third.queue, messageArrived(third.id)]
    expect(seeds(after(...later))).toEqual([undefined, undefined, 3])
  })

  test('stay while nothing has arrived, and while the later one has not', () => {
    if (!first || !second || !third) throw new TypeError('samples')
    expect(seeds(after(first.queue, second.queue, messageArrived(second.id)))).toEqual([1, 2])
    expect(seeds(after(first.queue, messageArrived(first.id)))).toEqual([1])
  })
})

describe('the room of a vault', () => {
  const big = (n: number, bytes = 400_000): Sample => message(n, bytes)

  test('is given by cuts of messages that have left, the oldest first', () => {
    const one = big(1, 200_000)
    const left = one.parts.map((part) => partTaken(part))
    const book = fittingBook(after(one.queue, ...left, b.queue, big(2).queue))
    expect(messageIn(book, one.id)?.bytes).toHaveLength(0)
    expect(messageIn(book, one.id)?.text).toBe('text 1')
    expect(waitingParts(book)).toHaveLength(1 + 32)
    expect(encodeBook(book).length).toBeLessThanOrEqual(MAX_VAULT_CONTENT_BYTES)
  })

  test('is refused to what would push out something that waits', () => {
    expect(() => fittingBook(after(big(1).queue, big(2).queue))).toThrow('vault-full')
  })

  test('drops the oldest of the thread before it refuses, and never a seed', () => {
    const noise = (n: number): string =>
      toHex(portableSuite.hkdfSha256(Uint8Array.of(n), new Uint8Array(), new Uint8Array(), 8_000))
    const answers = Array.from({ length: 12 }, (_, n) =>
      answerFound({ deskId, replyId: new Uint8Array(8).fill(n), text: noise(n) }),
    )
    const kept = message(9, 100, new Uint8Array(32).fill(9))
    const left = kept.parts.map((part) => partTaken(part))
    const book = fittingBook(after(kept.queue, ...left, ...answers, big(1).queue))
    expect(messageIn(book, kept.id)?.seed).not.toBeNull()
    expect(book.entries.length).toBeLessThan(14)
    expect(book.entries.at(-1)?.kind).toBe('sent')
  })
})

describe('a book on the disk', () => {
  const book = after(
    tieAnswers(true),
    a.queue,
    partTried(a.parts[0] ?? a.parts[1]!, attempt),
    message(4, 50, new Uint8Array(32).fill(4)).queue,
    answerFound({ deskId, replyId: new Uint8Array(8).fill(3), text: 'ответ' }),
  )

  test('reads as it was written', () => {
    expect(decodeBook(encodeBook(book))).toEqual(book)
    expect(decodeBook(encodeBook(EMPTY_BOOK))).toEqual(EMPTY_BOOK)
  })

  test('cut anywhere, or with a byte behind it, is none', () => {
    const bytes = encodeBook(after(b.queue, tieAnswers(true)))
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => decodeBook(bytes.subarray(0, length))).toThrow()
    expect(() => decodeBook(Uint8Array.of(...bytes, 0))).toThrow('trailing-bytes')
  })

  test('of another version, or with a flag that is none, is refused', () => {
    const bytes = encodeBook(EMPTY_BOOK)
    expect(() => decodeBook(Uint8Array.of(2, ...bytes.subarray(1)))).toThrow('unknown-version')
    expect(() => decodeBook(Uint8Array.of(1, 2, ...bytes.subarray(2)))).toThrow('bad-book')
  })

  test('whatever bytes they are, comes to a book or to a coded error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeBook(Uint8Array.of(1, ...bytes))
        } catch (error) {
          expect(error).toHaveProperty('code')
        }
      }),
    )
  })
})

test('nothing that waits is ever lost by changes in any order', () => {
  const pool = [a, b, c]
  const step = fc.record({
    which: fc.nat({ max: 2 }),
    part: fc.nat({ max: 2 }),
    act: fc.nat({ max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const waiting = new Set<string>()
      let book = EMPTY_BOOK
      for (const { which, part: at, act } of steps) {
        const one = pool[which] ?? a
        const part = one.parts[at % one.parts.length] ?? a.parts[0]!
        if (act === 0) {
          if (!messageIn(book, one.id))
            for (const { index } of one.parts) waiting.add(`${one.id} ${index}`)
          book = one.queue(book)
        }
        if (act === 1) {
          book = partTaken(part)(book)
          waiting.delete(`${one.id} ${part.index}`)
        }
        if (act === 2) book = partTried(part, attempt)(book)
        if (act === 3) book = decodeBook(encodeBook(fittingBook(book)))
      }
      const names = waitingParts(book).map(({ part }) => `${toHex(part.messageId)} ${part.index}`)
      expect(new Set(names)).toEqual(waiting)
      const left = book.entries.map((one) => (one.kind === 'sent' ? partsLeft(one) : 0))
      expect(left.reduce((sum, one) => sum + one, 0)).toBe(waiting.size)
    }),
  )
})
