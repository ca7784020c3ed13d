import { sealBundle } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutEvent, encodeFrames } from '../src/frame.ts'
import {
  decodeVerified,
  encodeVerified,
  type EventBody,
  fold,
  LogReader,
  makeCompartment,
  signEvent,
  type VerifiedLog,
  verifyEvent,
} from '../src/index.ts'
import { AuthorWorld, keyOf, readAll } from './author-world.ts'
import { eventBody } from './event-arbitrary.ts'

const CONVERSATION = new Uint8Array(32).fill(7)
const note = (text: string): EventBody => ({ kind: 'note', conversation: CONVERSATION, text })

function writtenLog(): { world: AuthorWorld; bodies: EventBody[] } {
  const world = new AuthorWorld('tampering')
  const [anna, boris] = [world.author(), world.author()]
  world.drain(anna, boris)
  const bodies = Array.from({ length: 8 }, (_, n) => note(`note ${n}`))
  for (const [n, body] of bodies.entries()) world.write(n % 2 === 0 ? anna : boris, body)
  return { world, bodies }
}

describe('a desk’s log', () => {
  it('gives every event back in order, whoever wrote it and however large', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(eventBody, fc.boolean(), fc.boolean()), { maxLength: 25 }),
        (acts) => {
          const world = new AuthorWorld('whole')
          const authors = [world.author(), world.author('agent')] as const
          for (const [body, first, pause] of acts) {
            authors[first ? 0 : 1].enqueue(body, 5)
            if (pause) for (const author of authors) world.tick(author)
          }
          world.drain(...authors)
          const { events, findings } = readAll(world.reader(), world.bundles)
          expect(findings).toEqual([])
          for (const [place, author] of authors.entries()) {
            const wanted = acts.filter(([, first]) => (first ? 0 : 1) === place)
            const own = events.filter(
              ({ event }) => event.author.join() === author.publicKey.join(),
            )
            expect(own.slice(1).map(({ event }) => event.body)).toEqual(
              wanted.map(([body]) => body),
            )
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  it('packs small events into one bundle and spans bundles with large ones', () => {
    const world = new AuthorWorld('packing')
    const author = world.author()
    world.drain(author)
    const before = world.bundles.length
    world.write(author, ...Array.from({ length: 8 }, () => note('short')))
    expect(world.bundles.length - before).toBe(1)
    world.write(author, note('x'.repeat(19_000)))
    expect(world.bundles.length - before).toBe(1 + 5)
    expect(readAll(world.reader(), world.bundles).findings).toEqual([])
  })

  it('finds a changed bundle', () => {
    const { world } = writtenLog()
    const bundles = world.bundles.map((bundle) => bundle.slice())
    const changed = bundles[4]
    if (changed) changed[2_000] = (changed[2_000] ?? 0) ^ 1
    const kinds = readAll(world.reader(), bundles).findings.map(({ kind }) => kind)
    expect(kinds).toContain('other-log')
    expect(kinds).toContain('broken-chain')
  })

  it('finds a dropped bundle, also an empty one', () => {
    const { world } = writtenLog()
    const dropped = readAll(world.reader(), world.bundles.toSpliced(4, 1)).findings
    expect(dropped.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['other-log', 'broken-chain']),
    )
    const quiet = new AuthorWorld('quiet')
    const author = quiet.author()
    quiet.drain(author)
    quiet.tick(author)
    quiet.write(author, note('after an empty tick'))
    const without = readAll(quiet.reader(), quiet.bundles.toSpliced(1, 1)).findings
    expect(without.map(({ kind }) => kind)).toEqual(['other-log'])
  })

  it('finds two bundles that changed places', () => {
    const { world } = writtenLog()
    const [fourth, sixth] = [world.bundles[4], world.bundles[6]]
    if (!fourth || !sixth) throw new TypeError('a short log')
    const swapped = world.bundles.with(4, sixth).with(6, fourth)
    expect(readAll(world.reader(), swapped).findings.length).toBeGreaterThan(0)
  })

  it('takes a repeated bundle for nothing, and says that the log is another', () => {
    const { world, bodies } = writtenLog()
    const again = world.bundles.toSpliced(6, 0, world.bundles[4] ?? new Uint8Array(0))
    const { events, findings } = readAll(world.reader(), again)
    const notes = events.filter(({ event }) => event.body.kind === 'note')
    expect(notes.map(({ event }) => event.body)).toEqual(bodies)
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['other-log']))
  })

  it('does not count what a stranger wrote, though he has the compartment’s key', () => {
    const world = new AuthorWorld('stranger')
    const stranger = world.author('handler', true)
    world.write(stranger, note('planted'))
    const { events, findings } = readAll(world.reader(), world.bundles)
    expect(findings.map(({ kind }) => kind)).toContain('stranger')
    const casebook = fold(events)
    expect(casebook.contacts.size).toBe(0)
    expect(casebook.findings.map(({ kind }) => kind)).toEqual(['stranger'])
  })

  it('tells nothing to who lacks the key', () => {
    const { world } = writtenLog()
    const reader = new LogReader(world.ground, [makeCompartment(world.env, 'desk')])
    expect(readAll(reader, world.bundles)).toEqual({ events: [], findings: [] })
  })

  it('says so when a member wrote what nobody can read', () => {
    const { world } = writtenLog()
    const broken = world.env.random(300)
    world.append(sealBundle(world.env, keyOf(world.compartment), broken))
    const { findings } = readAll(world.reader(), world.bundles)
    expect(findings.map(({ kind }) => kind)).toEqual(['malformed'])
  })
})

describe('a signed event', () => {
  const world = new AuthorWorld('signed')
  const key = portableSuite.signingKey(world.env.random(32))
  const event = {
    id: world.env.random(16),
    author: key.publicKey,
    strand: world.env.random(8),
    sequence: 0,
    previous: new Uint8Array(32),
    seen: { length: 0, hash: new Uint8Array(32) },
    atMs: 9,
    leaf: 0,
    body: note('mine'),
  }
  const bytes = signEvent(world.ground, key, world.compartment, event)

  it('stands in its own compartment of its own desk and nowhere else', () => {
    expect(verifyEvent(world.ground, world.compartment, bytes)).toEqual(event)
    const other = { ...world.compartment, id: world.env.random(16) }
    expect(() => verifyEvent(world.ground, other, bytes)).toThrow('bad-signature')
    const context = { ...world.ground.context, desk: world.env.random(16) }
    const elsewhere = { ...world.ground, context }
    expect(() => verifyEvent(elsewhere, world.compartment, bytes)).toThrow('bad-signature')
  })

  it('is refused with any byte changed', () => {
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ 1)
      expect(() => verifyEvent(world.ground, world.compartment, changed)).toThrow()
    }
  })
})

describe('a log that was verified here before', () => {
  function verifiedWorld(): { world: AuthorWorld; bodies: EventBody[]; known: VerifiedLog } {
    const { world, bodies } = writtenLog()
    const reader = world.reader()
    readAll(reader, world.bundles)
    return { world, bodies, known: decodeVerified(encodeVerified(reader.verified)) }
  }

  /** The same events with a byte of the last one's signature changed, under the right key. */
  function withForged(world: AuthorWorld): Uint8Array {
    const { events } = readAll(world.reader(), world.bundles)
    const last = events.at(-1)
    if (last === undefined) throw new TypeError('an empty log')
    const bytes = last.bytes.with(last.bytes.length - 1, (last.bytes.at(-1) ?? 0) ^ 1)
    const frames = encodeFrames(cutEvent(portableSuite, bytes))
    return sealBundle(world.env, keyOf(world.compartment), frames)
  }

  it('gives the same events again, and says that it is the same', () => {
    const { world, known } = verifiedWorld()
    const reader = new LogReader(world.ground, [world.compartment], known)
    expect(readAll(reader, world.bundles)).toEqual(readAll(world.reader(), world.bundles))
    expect([reader.isAsVerified, reader.verified.length]).toEqual([true, world.bundles.length])
  })

  it('is found to be another when one bundle is changed, left out or put elsewhere', () => {
    const { world, known } = verifiedWorld()
    const [first, second, ...rest] = world.bundles
    if (!first || !second) throw new TypeError('an empty log')
    const logs = [
      [first.with(9, (first[9] ?? 0) ^ 1), second, ...rest],
      [second, first, ...rest],
      [first, first, ...rest],
    ]
    for (const log of logs) {
      const reader = new LogReader(world.ground, [world.compartment], known)
      readAll(reader, log)
      expect(reader.isAsVerified).toBe(false)
    }
  })

  it('verifies what comes after it', () => {
    const { world, known } = verifiedWorld()
    const reader = new LogReader(world.ground, [world.compartment], known)
    const { findings } = readAll(reader, [...world.bundles, withForged(world)])
    expect(findings.map(({ kind }) => kind)).toEqual(['bad-signature'])
  })

  it('refuses again what was refused', () => {
    const { world } = verifiedWorld()
    const log = [...world.bundles, withForged(world)]
    const first = world.reader()
    readAll(first, log)
    const reader = new LogReader(world.ground, [world.compartment], first.verified)
    const { findings } = readAll(reader, log)
    expect(findings.map(({ kind }) => kind)).toEqual(['bad-signature'])
    expect(reader.isAsVerified).toBe(true)
  })

  it('verifies what stands before the moment at which a key came', () => {
    const { world } = verifiedWorld()
    const log = [...world.bundles.slice(0, 1), withForged(world), ...world.bundles.slice(1)]
    const late = new LogReader(world.ground, [])
    readAll(late, log.slice(0, 3))
    late.add(world.compartment)
    readAll(late, log.slice(3))
    const reader = new LogReader(world.ground, [world.compartment], late.verified)
    const { findings } = readAll(reader, log)
    expect(findings.map(({ kind }) => kind)).toContain('bad-signature')
  })
})
