import type { About } from '@postern/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Casebook,
  compareContacts,
  type EventBody,
  fold,
  isUnanswered,
  type LoggedEvent,
  makeCompartment,
  type PartTaken,
} from '../src/index.ts'
import { AuthorWorld, readAll } from './author-world.ts'
import { deskBody } from './event-arbitrary.ts'
import { joined, logged } from './logged.ts'

const world = new AuthorWorld('casebook')
const intake = makeCompartment(world.env, 'intake')

function log(bodies: readonly EventBody[]): LoggedEvent[] {
  const { compartment } = world
  return logged(
    [joined('anna'), ...bodies].map((body) => ({
      by: 1,
      body,
      compartment: body.kind === 'part-taken' ? intake : compartment,
    })),
  )
}

/** Everything that can be seen of a state. */
function seen(casebook: Casebook): unknown {
  const { contacts, members, deskKeys, drops, trayClaims, unknown, assemblable } = casebook
  const partials = [...contacts.values()].map((contact) => casebook.partials(contact))
  return structuredClone({
    contacts,
    members,
    deskKeys,
    drops,
    trayClaims,
    unknown,
    assemblable,
    partials,
  })
}

const anyLog = fc.array(deskBody, { maxLength: 40 }).map(log)

describe('the fold', () => {
  it('takes any prefix, and goes on from it to the same state', () => {
    fc.assert(
      fc.property(anyLog, fc.nat({ max: 40 }), (events, at) => {
        const casebook = fold(events.slice(0, at))
        for (const event of events.slice(at)) casebook.apply(event)
        expect(seen(casebook)).toEqual(seen(fold(events)))
      }),
    )
  })

  it('is not moved by an event that comes twice', () => {
    fc.assert(
      fc.property(anyLog, fc.nat({ max: 40 }), (events, at) => {
        const again = [...events, ...events.slice(at, at + 5)]
        expect(seen(fold(again))).toEqual(seen(fold(events)))
      }),
    )
  })

  it('puts first what needs a person, and the newest of each first', () => {
    fc.assert(
      fc.property(anyLog, (events) => {
        const ordered = [...fold(events).contacts.values()].toSorted(compareContacts)
        const kinds = ordered.map((contact) =>
          !isUnanswered(contact) ? 2 : contact.standing === 'new' ? 0 : 1,
        )
        expect(kinds).toEqual(kinds.toSorted((a, b) => a - b))
        const newest = (at: number): number =>
          Math.max(
            -1,
            ...[...(ordered[at]?.messages ?? []), ...(ordered[at]?.replies ?? [])].map(
              ({ position }) => position,
            ),
          )
        for (let at = 1; at < ordered.length; at++)
          if (kinds[at] === kinds[at - 1]) expect(newest(at)).toBeLessThanOrEqual(newest(at - 1))
      }),
    )
  })

  it('counts what it has looked at, and an event that comes twice is not looked at again', () => {
    fc.assert(
      fc.property(anyLog, (events) => {
        const casebook = fold(events)
        const { revision } = casebook
        for (const event of events) casebook.apply(event)
        expect(casebook.revision).toBe(revision)
        expect(revision > 0).toBe(events.length > 0)
      }),
    )
  })

  it('numbers the messages under one seed from 0, each once', () => {
    fc.assert(
      fc.property(anyLog, (events) => {
        const messages = [...fold(events).contacts.values()].flatMap((contact) => contact.messages)
        const bySeed = Map.groupBy(messages, ({ facts }) => facts.seed.join())
        for (const own of bySeed.values()) {
          const numbers = own.map(({ receiptNumber }) => receiptNumber).toSorted((a, b) => a - b)
          expect(numbers).toEqual(own.map((_, index) => index))
        }
      }),
    )
  })

  it('never counts a message with a missing part among those to be put together', () => {
    fc.assert(
      fc.property(anyLog, (events) => {
        for (const parts of fold(events).assemblable.values())
          expect(new Set(parts.map(({ index }) => index)).size).toBe(parts[0]?.count)
      }),
    )
  })

  it('takes each part of a message once, in any order and out of any drop, and the whole once (S5)', () => {
    const conversation = new Uint8Array(32).fill(1)
    const messageId = new Uint8Array(16).fill(2)
    const part = (index: number, drop: number): PartTaken => ({
      kind: 'part-taken',
      drop,
      item: index,
      content: { key: new Uint8Array(32).fill(drop), nonce: new Uint8Array(12) },
      conversation,
      messageId,
      index,
      count: 4,
    })
    const all = [0, 1, 2, 3].flatMap((index) => [part(index, 5), part(index, 6)])
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (taken) => {
        const casebook = fold(log(taken))
        const indices = new Set(taken.map(({ index }) => index))
        const [held] = [...casebook.assemblable.values()]
        expect(held?.length ?? 0).toBe(indices.size === 4 ? 4 : 0)
        const contact = casebook.contact(conversation)
        const [missing] = contact === null ? [] : casebook.partials(contact)
        expect(missing?.missing).toEqual([0, 1, 2, 3].filter((index) => !indices.has(index)))
        for (const firsts of contact?.parts.values() ?? [])
          expect(firsts.map(({ index, drop }) => [index, drop])).toEqual(
            [...indices].map((index) => [index, taken.find((one) => one.index === index)?.drop]),
          )
      }),
    )
  })

  it('keeps what it does not know', () => {
    const author = world.author()
    const unknown = { kind: 'unknown', number: 999, bytes: new Uint8Array([1, 2, 3]) } as const
    world.write(author, unknown)
    const { events, findings } = readAll(world.reader(), world.bundles)
    expect(fold(events).unknown.map(({ facts }) => facts)).toEqual([unknown])
    expect(findings).toEqual([])
  })
})

describe('what a source takes back or corrects', () => {
  const message = (from: number, id: number, about: About | null): EventBody => ({
    kind: 'message-assembled',
    messageId: new Uint8Array(16).fill(id),
    conversation: new Uint8Array(32).fill(from),
    messageKind: 'message',
    seed: new Uint8Array(32),
    text: `message ${id}`,
    files: [],
    exclusions: [],
    answers: new Uint8Array(0),
    about,
    parts: [],
  })
  const of = (kind: About['kind'], id: number): About => ({
    kind,
    messageId: new Uint8Array(16).fill(id),
  })
  const standing = (...bodies: readonly EventBody[]): unknown[] =>
    [...fold(log(bodies)).contacts.values()].flatMap(({ messages }) =>
      messages.map(({ facts, withdrawn, correctedBy }) => [
        facts.messageId[0],
        withdrawn,
        correctedBy?.[0] ?? null,
      ]),
    )

  it('is marked, and the correction stands', () => {
    expect(standing(message(1, 1, null), message(1, 2, of('correct', 1)))).toEqual([
      [1, false, 2],
      [2, false, null],
    ])
    expect(standing(message(1, 1, null), message(1, 2, of('withdraw', 1)))[0]).toEqual([
      1,
      true,
      null,
    ])
  })

  it('is hers alone: nobody takes back another’s words, or the message that says so', () => {
    expect(standing(message(1, 1, null), message(2, 2, of('withdraw', 1)))[0]).toEqual([
      1,
      false,
      null,
    ])
    expect(standing(message(1, 1, of('withdraw', 1)))).toEqual([[1, false, null]])
  })
})
