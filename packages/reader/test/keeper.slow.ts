import { CELL_BYTES, type Env, rootFromWords, toHex } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { makeWords, readWords } from '@postern/protocol/words'
import { describe, expect, test } from 'vitest'
import { MemoryOfOneDocument } from '../src/client/document-memory.ts'
import { Keeper } from '../src/client/keeper.ts'
import { VaultOfOneDocument } from '../src/client/vault-store.ts'
import { House } from './house.ts'
import { get, later, press, type Reader, reader, view } from './visitor.ts'

const words = makeWords(new House('words').env).join(' ')

/** As somebody who comes back; `begunHere` as one whose words were made on this page. */
async function unlocked(one: Reader, begunHere = false): Promise<string> {
  await one.keeper.unlock(words, begunHere)
  return toHex(one.house.made.desks[0].id)
}

async function seedOf(house: House): Promise<Uint8Array> {
  const reading = readWords(portableSuite, words)
  if (reading.kind !== 'words') throw new TypeError('words')
  const root = await rootFromWords(
    (...given) => press.argon2id(...given),
    reading.entropy,
    house.made.id,
  )
  return root.conversation(portableSuite, house.made.desks[0].id).seed
}

describe('a page view', () => {
  test('asks for /now, what is new, and after the cell the drop and one day', async () => {
    const one = reader(new House('order'))
    await view(one)
    const drop = one.asked.find((path) => path.startsWith('drop/'))
    expect(one.asked.slice(0, 4)).toEqual(['now', 'trust/7', 'epoch/41', drop])
    expect(one.asked[4]).toMatch(/^day\/[123]$/)
    expect(one.asked).toHaveLength(5)
  })

  test('later asks only for /now and a day that is lacking, until none is', async () => {
    const one = reader(new House('later'))
    for (let count = 0; count < 5; count += 1) await view(one)
    const days = one.asked.filter((path) => path.startsWith('day/'))
    expect(days.toSorted()).toEqual(['day/1', 'day/2', 'day/3'])
    expect(one.asked.filter((path) => path === 'now')).toHaveLength(5)
    expect(one.asked).toHaveLength(5 + 3 + 3)
  })

  test('asks the same whether or not somebody unlocks, writes and searches (V6)', async () => {
    const ordinary = reader(new House('same'))
    const source = reader(new House('same'))
    await view(ordinary)
    await view(source)
    const desk = await unlocked(source)
    for (let count = 0; count < 4; count += 1) {
      await view(ordinary)
      await view(source)
      await source.keeper.send(desk, 'a message', [])
      await source.keeper.searchAnswers(desk)
      await source.keeper.searchReceipts(desk)
      source.keeper.look(desk)
      later(ordinary.house)
      later(source.house)
    }
    const shapes = (one: Reader): string[] => one.asked.map((path) => path.split('/')[0] ?? '')
    expect(shapes(source)).toEqual(shapes(ordinary))
    expect(source.house.received).toContain('real')
  })

  test('sends cover while locked, and real only for what waits', async () => {
    const one = reader(new House('cover'))
    await view(one)
    const desk = await unlocked(one)
    await view(one)
    await one.keeper.send(desk, 'a message', [])
    await view(one)
    later(one.house)
    await view(one)
    expect(one.house.received).toEqual(['cover', 'cover', 'real', 'cover'])
    expect(one.house.messages.map(({ content }) => content.text)).toEqual(['a message'])
  })

  test('makes random bytes without documents, and the head stays (V3)', async () => {
    const one = reader(new House('none'))
    await view(one)
    const desk = await unlocked(one)
    await one.keeper.send(desk, 'a message', [])
    const now = one.house.documents.get('now') ?? new Uint8Array(0)
    one.house.documents.delete('now')
    expect(await view(one)).toHaveLength(CELL_BYTES)
    expect(one.keeper.look(desk)).toMatchObject({ door: 'waiting', waiting: 1 })
    one.house.documents.set('now', now)
    await view(one)
    expect(one.house.received).toEqual(['cover', 'unreadable', 'real'])
  })
})

describe('an attempt', () => {
  const noise = (env: Env): string => env.random(30_000).toBase64()

  test('is made once in an interval and batch, and counts whatever is answered (V3)', async () => {
    const one = reader(new House('attempt'))
    await view(one)
    const desk = await unlocked(one)
    const parts = await one.keeper.send(desk, noise(one.env), [])
    expect(parts).toBeGreaterThan(2)
    await view(one, false)
    await view(one)
    expect(one.keeper.look(desk).waiting).toBe(parts)
    later(one.house)
    await view(one)
    await view(one)
    expect(one.house.received).toEqual(['cover', 'real', 'cover', 'real', 'cover'])
    expect(one.keeper.look(desk).waiting).toBe(parts - 1)
  })

  test('waits for the next batch even in a new interval, and the other way round', async () => {
    const one = reader(new House('batch'))
    await view(one)
    await one.keeper.send(await unlocked(one), noise(one.env), [])
    await view(one)
    one.house.env.advance(one.house.parameters.mixIntervalMs)
    one.house.signNow()
    await view(one)
    expect(one.house.received).toEqual(['cover', 'real', 'cover'])
  })

  test('is remembered over a lock, so that locking does not draw a second one', async () => {
    const one = reader(new House('relock'))
    await view(one)
    await one.keeper.send(await unlocked(one), 'first', [])
    await view(one)
    one.keeper.lock()
    await one.keeper.send(await unlocked(one), 'second', [])
    await view(one)
    expect(one.house.received).toEqual(['cover', 'real', 'cover'])
  })

  test('that is answered late consumes its own part and no other', async () => {
    const one = reader(new House('late'))
    await view(one)
    const desk = await unlocked(one)
    const parts = await one.keeper.send(desk, noise(one.env), [])
    await one.keeper.takeNow(one.house.documents.get('now') ?? null)
    const first = one.keeper.cell()
    one.keeper.posted(first.ticket)
    later(one.house)
    await one.keeper.takeNow(one.house.documents.get('now') ?? null)
    const second = one.keeper.cell()
    one.keeper.posted(second.ticket)
    one.keeper.answered(first.ticket, true)
    one.keeper.answered(second.ticket, false)
    expect(one.keeper.look(desk).waiting).toBe(parts - 1)
  })

  test('is not counted for a cell that never went', async () => {
    const one = reader(new House('abandoned'))
    await view(one)
    await one.keeper.send(await unlocked(one), 'a message', [])
    await one.keeper.takeNow(one.house.documents.get('now') ?? null)
    one.keeper.cell()
    await view(one)
    expect(one.house.received).toEqual(['cover', 'real'])
  })
})

describe('a door that cannot be verified', () => {
  const flip = (house: House, path: string): void => {
    const bytes = Uint8Array.from(house.documents.get(path) ?? [])
    const at = bytes.length - 20
    bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41
    house.documents.set(path, bytes)
  }

  test.each(['now', 'trust/7', 'epoch/41'])('is one state, whatever fails: %s', async (path) => {
    const one = reader(new House('broken'))
    flip(one.house, path)
    await view(one)
    expect(one.keeper.look(null).door).toBe('unverified')
    expect(one.house.received).toEqual(['unreadable'])
    expect(one.asked.some((asked) => /^(?:drop|day)/.test(asked))).toBe(false)
  })

  test('sends nothing real from an unlocked page, and opens again when it can be verified', async () => {
    const one = reader(new House('again'))
    await view(one)
    const desk = await unlocked(one)
    await one.keeper.send(desk, 'a message', [])
    const now = one.house.documents.get('now') ?? new Uint8Array(0)
    flip(one.house, 'now')
    await view(one)
    expect(one.keeper.look(desk)).toMatchObject({ door: 'unverified', waiting: 1 })
    one.house.documents.set('now', now)
    await view(one)
    expect(one.house.received).toEqual(['cover', 'unreadable', 'real'])
  })

  test('another root than the one compiled in', async () => {
    const house = new House('root')
    const keeper = new Keeper(
      house.env,
      { ...house.trusted, root: new House('stranger').made.root.publicKey },
      new MemoryOfOneDocument(),
      press,
      new VaultOfOneDocument(),
    )
    await view({ house, env: house.env, keeper, asked: [] })
    expect(keeper.look(null).door).toBe('unverified')
  })

  test('a file that is not what /now says', async () => {
    const one = reader(new House('file'))
    for (const path of one.house.documents.keys())
      if (path.startsWith('drop/')) flip(one.house, path)
    await view(one)
    expect(one.keeper.look(null).door).toBe('unverified')
  })
})

describe('memory from document to document', () => {
  test('is the same for everyone, and spares what is held', async () => {
    const house = new House('memory')
    const memory = new MemoryOfOneDocument()
    const first = reader(house, memory)
    await view(first)
    const second = reader(house, memory)
    await view(second)
    expect(second.asked).toEqual(['now', expect.stringMatching(/^day\//)])
    expect(second.keeper.look(null).searched).toEqual({ searched: 2, kept: 3 })
    expect(
      [...(await memory.recall()).keys()].every((name) =>
        /^(?:now$|trust\/|epoch\/|drop\/|day\/)/.test(name),
      ),
    ).toBe(true)
  })

  test('never takes an older /now than one that was taken before (B4)', async () => {
    const house = new House('older')
    const memory = new MemoryOfOneDocument()
    const old = house.documents.get('now') ?? new Uint8Array(0)
    house.publish()
    await view(reader(house, memory))
    house.documents.set('now', old)
    const second = reader(house, memory)
    await view(second)
    expect(second.keeper.look(null).door).toBe('unverified')
  })

  test('keeps one drop and no more', async () => {
    const house = new House('one drop')
    const memory = new MemoryOfOneDocument()
    const one = reader(house, memory)
    await view(one)
    house.publish()
    await view(one)
    const names = [...(await memory.recall()).keys()]
    expect(names.filter((name) => name.startsWith('drop/'))).toHaveLength(1)
  })
})

describe('a thread', () => {
  test('finds answers and receipts in what is held, with the words alone', async () => {
    const house = new House('thread')
    const seed = await seedOf(house)
    house.answer(seed, 'پاسخ')
    house.acknowledge(seed, 0)
    house.publish()
    const one = reader(house)
    await view(one)
    const before = one.asked.length
    const desk = await unlocked(one)
    expect(one.keeper.look(desk).thread).toMatchObject({ received: 0, entries: [] })
    await one.keeper.searchAnswers(desk)
    await one.keeper.searchReceipts(desk)
    expect(one.keeper.look(desk).thread).toEqual({
      received: 1,
      receivedBefore: 1,
      gone: 0,
      entries: [{ kind: 'reply', id: expect.any(String), text: 'پاسخ' }],
    })
    expect(one.asked).toHaveLength(before)
  })

  test('tells the desk which answers were read', async () => {
    const house = new House('read')
    house.answer(await seedOf(house), 'an answer')
    house.publish()
    const one = reader(house)
    await view(one)
    const desk = await unlocked(one)
    await one.keeper.searchAnswers(desk)
    await one.keeper.send(desk, 'thank you', [])
    await view(one)
    const entry = one.keeper.look(desk).thread?.entries[0]
    expect(house.messages[0]?.content.read.map((id) => toHex(id))).toEqual([entry?.id])
  })

  test('of other words is empty', async () => {
    const house = new House('others')
    house.answer(await seedOf(house), 'not yours')
    house.publish()
    const one = reader(house)
    await view(one)
    await one.keeper.unlock(makeWords(house.env).join(' '), false)
    const desk = toHex(house.made.desks[0].id)
    await one.keeper.searchAnswers(desk)
    expect(one.keeper.look(desk).thread?.entries).toEqual([])
  })

  test('refuses what does not fit, whole, and says why', async () => {
    const one = reader(new House('full'))
    await view(one)
    const desk = await unlocked(one)
    const text = (parts: number): string => one.env.random(9_600 * parts).toBase64()
    await expect(one.keeper.send(desk, text(21), [])).rejects.toMatchObject({ code: 'bad-content' })
    const file = (kilobytes: number): Parameters<Keeper['send']>[2][number] => {
      const bytes = one.env.random(kilobytes * 1_000)
      const sha256 = portableSuite.sha256(bytes)
      return { name: 'f', mediaType: 'a/a', bytes, sha256, kind: 'original' }
    }
    await expect(one.keeper.send(desk, '', [file(420)])).rejects.toMatchObject({
      code: 'message-too-large',
    })
    expect(await one.keeper.send(desk, '', [file(300)])).toBe(24)
    await expect(one.keeper.send(desk, '', [file(200)])).rejects.toMatchObject({
      code: 'outbox-full',
    })
    expect(one.keeper.look(desk)).toMatchObject({ waiting: 24, room: 10 })
  })

  test('is gone when locked', async () => {
    const one = reader(new House('lock'))
    await view(one)
    const desk = await unlocked(one)
    await one.keeper.send(desk, 'a message', [])
    one.keeper.lock()
    expect(one.keeper.look(desk)).toMatchObject({ thread: null, waiting: 0, room: 34 })
    await expect(one.keeper.send(desk, 'x', [])).rejects.toMatchObject({ code: 'locked' })
    await view(one)
    expect(one.house.received).toEqual(['cover', 'cover'])
  })
})

describe('receipts', () => {
  interface Sent {
    readonly text: string
    readonly left: number
    readonly arrived: boolean
  }

  /** What the thread says of each message, in order. */
  const said = (one: Reader, desk: string): Sent[] =>
    (one.keeper.look(desk).thread?.entries ?? []).flatMap((entry) =>
      entry.kind === 'sent' ? [{ text: entry.text, left: entry.left, arrived: entry.arrived }] : [],
    )

  /** One more view, and its receipts looked for. */
  async function reads(one: Reader, desk: string, taken = true): Promise<void> {
    later(one.house)
    await view(one, taken)
    await one.keeper.searchReceipts(desk)
  }

  async function receiptComes(one: Reader, desk: string, n: number): Promise<void> {
    one.house.acknowledge(await seedOf(one.house), n)
    one.house.publish()
    await view(one)
    await one.keeper.searchReceipts(desk)
  }

  /** Two messages, A and B, both gone; the house has lost a cell of A. */
  async function twoGone(begunHere: boolean): Promise<{ one: Reader; desk: string }> {
    const one = reader(new House('two gone'))
    await view(one)
    const desk = await unlocked(one, begunHere)
    await one.keeper.searchReceipts(desk)
    await one.keeper.send(desk, 'A', [])
    await reads(one, desk)
    await one.keeper.send(desk, 'B', [])
    await reads(one, desk)
    return { one, desk }
  }

  test('never show one message as arrived when it may be the other (R6)', async () => {
    const { one, desk } = await twoGone(true)
    expect(one.keeper.look(desk).thread).toMatchObject({ received: 0, gone: 2 })
    await receiptComes(one, desk, 0)
    expect(one.keeper.look(desk).thread).toMatchObject({ received: 1, gone: 2 })
    expect(said(one, desk).map(({ arrived }) => arrived)).toEqual([false, false])
    await receiptComes(one, desk, 1)
    expect(said(one, desk).map(({ arrived }) => arrived)).toEqual([true, true])
  })

  test('do not count for a message of which a part still waits', async () => {
    const { one, desk } = await twoGone(true)
    await one.keeper.send(desk, 'C', [])
    await receiptComes(one, desk, 1)
    expect(said(one, desk).map(({ arrived }) => arrived)).toEqual([true, true, false])
  })

  test('count a message that the front may have kept though it answered an error', async () => {
    const one = reader(new House('kept'))
    await view(one)
    const desk = await unlocked(one, true)
    await one.keeper.searchReceipts(desk)
    await one.keeper.send(desk, 'A', [])
    await reads(one, desk)
    await one.keeper.send(desk, 'B', [])
    await reads(one, desk, false)
    expect(one.keeper.look(desk)).toMatchObject({ waiting: 1, thread: { gone: 2 } })
    one.house.acknowledge(await seedOf(one.house), 0)
    one.house.publish()
    await one.keeper.takeNow(get(one, 'now'))
    for (const path of one.keeper.filesWanted())
      one.keeper.takeFile(path, get(one, path) ?? new Uint8Array(0))
    await one.keeper.searchReceipts(desk)
    expect(one.keeper.look(desk).thread).toMatchObject({ received: 1 })
    expect(said(one, desk).map(({ arrived }) => arrived)).toEqual([false, false])
  })

  test('of somebody who came back may be for what she sent before', async () => {
    const one = reader(new House('came back'))
    await view(one)
    const desk = await unlocked(one)
    await receiptComes(one, desk, 4)
    await one.keeper.send(desk, 'the sixth, or so', [])
    await reads(one, desk)
    await receiptComes(one, desk, 5)
    expect(one.keeper.look(desk).thread).toMatchObject({ received: 6, receivedBefore: 5, gone: 1 })
    expect(said(one, desk)).toEqual([{ text: 'the sixth, or so', left: 1, arrived: false }])
  })

  test('begin anew with a lock: the same words are then those of somebody who came back', async () => {
    const { one, desk } = await twoGone(true)
    one.keeper.lock()
    await unlocked(one)
    expect(one.keeper.look(desk).thread).toMatchObject({ gone: 2, receivedBefore: 0 })
  })
})

describe('sending again', () => {
  test('queues the same parts as they were cut, and the desk keeps one message (S4, S5)', async () => {
    const one = reader(new House('again'))
    await view(one)
    const desk = await unlocked(one, true)
    const bytes = one.env.random(14_000)
    const sha256 = portableSuite.sha256(bytes)
    const file = { name: 'f', mediaType: 'a/a', bytes, sha256, kind: 'original' } as const
    expect(await one.keeper.send(desk, 'in two parts', [file])).toBe(2)
    const id = (): string => one.keeper.look(desk).thread?.entries[0]?.id ?? ''
    await view(one)
    one.house.lose = true
    later(one.house)
    await view(one)
    one.house.lose = false
    expect(one.keeper.look(desk).waiting).toBe(0)
    expect(one.house.messages).toHaveLength(0)

    expect(one.keeper.sendAgain(desk, id())).toBe(2)
    expect(one.keeper.sendAgain(desk, id())).toBe(0)
    expect(one.keeper.look(desk)).toMatchObject({ waiting: 2, thread: { entries: [{ left: 0 }] } })
    for (let count = 0; count < 2; count += 1) {
      later(one.house)
      await view(one)
    }
    expect(one.keeper.look(desk)).toMatchObject({ waiting: 0, thread: { gone: 1 } })
    expect(one.house.messages.map(({ content }) => content.text)).toEqual(['in two parts'])
  })

  test('needs room, an open thread and a message of it', async () => {
    const one = reader(new House('no room'))
    await view(one)
    const desk = await unlocked(one, true)
    const bytes = one.env.random(300_000)
    const sha256 = portableSuite.sha256(bytes)
    await one.keeper.send(desk, 'first', [])
    await view(one)
    const [first] = one.keeper.look(desk).thread?.entries ?? []
    await one.keeper.send(desk, '', [
      { name: 'f', mediaType: 'a/a', bytes, sha256, kind: 'original' },
    ])
    const { room } = one.keeper.look(desk)
    for (let count = 0; count < room; count += 1) await one.keeper.send(desk, `${count}`, [])
    expect(() => one.keeper.sendAgain(desk, first?.id ?? '')).toThrow('outbox-full')
    expect(one.keeper.sendAgain(desk, 'another')).toBe(0)
    one.keeper.lock()
    expect(() => one.keeper.sendAgain(desk, first?.id ?? '')).toThrow('locked')
  })
})

describe('words', () => {
  test('are the same however they are typed, and others are not', async () => {
    const { keeper } = reader(new House('typed'))
    const made = keeper.makeWords()
    expect(made).toHaveLength(8)
    const typed = made.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n')
    expect(keeper.isSame(typed, made.join(' '))).toBe(true)
    expect(keeper.isSame(words, made.join(' '))).toBe(false)
    expect(keeper.readWords(made.slice(1).join(' '))).toMatchObject({
      kind: 'wrong-count',
      count: 7,
    })
    expect(keeper.readWords(`${made.slice(1).join(' ')} tabel`)).toMatchObject({
      kind: 'unknown-word',
      word: 'tabel',
      position: 7,
    })
  })
})
