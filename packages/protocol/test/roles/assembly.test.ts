import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededEnv } from '../../src/env-seeded.ts'
import { type Admission, Assembly } from '../../src/roles/assembly.ts'
import { realPick, sealPickedEnvelope } from '../../src/roles/cell-pick.ts'
import { type DeskKey, type OpenedEnvelope, openForDesk } from '../../src/roles/opened-envelope.ts'
import { shuffle } from '../../src/roles/shuffle.ts'
import { openContent } from '../../src/suite/hpke.ts'
import { signFragment, type FragmentPart } from '../../src/wire/fragment.ts'
import { encodeFragment, decodeFragment } from '../../src/wire/fragment.ts'
import { sealEnvelope } from '../../src/wire/envelope.ts'
import { joinMessage } from '../../src/wire/message.ts'
import { cutOf, flipped, house, suite, type Writer, writer } from './house.ts'

const at = house('assembly')
const { env, made, statement } = at
const [desk, other] = made.desks
const keys: DeskKey[] = [{ statementHash: statement.hash, key: desk.key }]
const us = { organisation: made.id, deskId: desk.id }
const source = writer(at)
let position = 0

/** An envelope as it arrives: sealed afresh each time. */
function envelope(part: FragmentPart, from: Writer = source): Uint8Array {
  return sealPickedEnvelope(env, statement, realPick(statement, { ...from, part }))
}

function open(bytes: Uint8Array): OpenedEnvelope | null {
  return openForDesk(suite, us, keys, bytes, { drop: 4, position: position++ })
}

/** As if it had been opened: for tests that need many, without sealing them. */
function opened(part: FragmentPart, from: Writer = source): OpenedEnvelope {
  const fragment = signFragment(from.signing, made.id, from.deskId, part)
  const content = { key: env.random(32), nonce: env.random(12) }
  return { place: { drop: 4, position: position++ }, replayKey: env.random(32), content, fragment }
}

const kinds = (assembly: Assembly, all: readonly OpenedEnvelope[]): string[] =>
  all.map((one) => assembly.admit(suite, one).kind)

function only(admission: Admission | undefined): Extract<Admission, { kind: 'whole' }> {
  if (admission?.kind !== 'whole') throw new TypeError(`not whole: ${admission?.kind}`)
  return admission
}

describe('openForDesk (S5)', () => {
  const [part] = cutOf(at, 1)
  if (part === undefined) throw new TypeError('no part')

  it('opens ours by any live key, and hands on what opens it again (D2)', () => {
    const older = { statementHash: env.random(32), key: suite.kemKey(env.random(32)) }
    const bytes = envelope(part)
    const one = openForDesk(suite, us, [older, ...keys], bytes, { drop: 9, position: 2 })
    expect(one?.place).toEqual({ drop: 9, position: 2 })
    expect(one?.fragment).toMatchObject(part)
    const again = one && openContent(suite, one.content, bytes)
    expect(again && decodeFragment(again)).toEqual(one?.fragment)
  })

  it('opens nothing of another desk, another statement, or with a changed bit', () => {
    expect(open(envelope(part, writer(at, 1)))).toBeNull()
    const wrong = [{ statementHash: env.random(32), key: desk.key }]
    expect(openForDesk(suite, us, wrong, envelope(part), { drop: 0, position: 0 })).toBeNull()
    expect(open(flipped(envelope(part), 90_000))).toBeNull()
    expect(open(new Uint8Array(0))).toBeNull()
  })

  it('takes no fragment that was signed for another desk or organisation', () => {
    const seal = (organisation: Uint8Array, deskId: Uint8Array): OpenedEnvelope | null => {
      const fragment = signFragment(source.signing, organisation, deskId, part)
      return open(sealEnvelope(env, desk.key.publicKey, statement.hash, encodeFragment(fragment)))
    }
    expect(seal(made.id, desk.id)).not.toBeNull()
    expect(seal(made.id, other.id)).toBeNull()
    expect(seal(env.random(16), desk.id)).toBeNull()
  })

  it('takes no fragment whose signature is another’s', () => {
    const fragment = signFragment(source.signing, made.id, desk.id, part)
    const forged = { ...fragment, conversationKey: writer(at).signing.publicKey }
    const bytes = sealEnvelope(env, desk.key.publicKey, statement.hash, encodeFragment(forged))
    expect(open(bytes)).toBeNull()
  })
})

describe('Assembly', () => {
  it('puts a message together in any order, with repeats among it, once', () => {
    const parts = cutOf(at, 4)
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const twice = shuffle(seededEnv(seed, suite), [...parts, ...parts])
        const admissions = twice.map((part) => [part, opened(part)] as const)
        const assembly = new Assembly()
        const out = admissions.map(([, one]) => assembly.admit(suite, one))
        const wholes = out.filter(({ kind }) => kind === 'whole')
        expect(wholes.length).toBe(1)
        expect(only(wholes[0]).bytes).toEqual(joinMessage(suite, parts))
        expect(out.filter(({ kind }) => kind === 'repeated').length).toBe(4)
        expect(assembly.partials()).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('names the places and keys of the parts in the message’s order (D2)', () => {
    const envelopes = cutOf(at, 3).map((part) => opened(part))
    const assembly = new Assembly()
    const out = envelopes.toReversed().map((one) => assembly.admit(suite, one))
    const parts = envelopes.map(({ place, content }) => ({ place, content }))
    expect(only(out[2]).parts).toEqual(parts)
  })

  it('says what is missing, and never shows a part as the whole (S6)', () => {
    const [first, , third] = cutOf(at, 3)
    if (!first || !third) throw new TypeError('no parts')
    const assembly = new Assembly()
    expect(assembly.admit(suite, opened(first))).toMatchObject({ message: { missing: [1, 2] } })
    expect(assembly.admit(suite, opened(third))).toMatchObject({ message: { missing: [1] } })
    expect(assembly.partials()).toMatchObject([{ count: 3, missing: [1] }])
  })

  it('drops a second envelope with one enc, though its first was forgotten since', () => {
    const assembly = new Assembly({ fragmentsPerConversation: 1, fragments: 9, remembered: 9 })
    const [a, b] = [opened(cutOf(at, 2)[0]!), opened(cutOf(at, 2)[0]!)]
    expect(kinds(assembly, [a, b, a])).toEqual(['part', 'part', 'repeated'])
  })

  it('drops a second (conversation, message, index) under another enc, before and after the whole', () => {
    const [first, second] = cutOf(at, 2)
    if (!first || !second) throw new TypeError('no parts')
    const all = [first, first, second, first, second].map((part) => opened(part))
    expect(kinds(new Assembly(), all)).toEqual([
      'part',
      'repeated',
      'whole',
      'repeated',
      'repeated',
    ])
  })

  it('mixes no two conversations, though the message id is one', () => {
    const [first, second] = cutOf(at, 2)
    if (!first || !second) throw new TypeError('no parts')
    const all = [opened(first), opened(second, writer(at)), opened(second)]
    expect(kinds(new Assembly(), all)).toEqual(['part', 'part', 'whole'])
  })

  it('calls broken what is not what its id says, or does not fit together', () => {
    const wrongId = cutOf(at, 2).map((part) => ({ ...part, messageId: new Uint8Array(16) }))
    expect(
      kinds(
        new Assembly(),
        wrongId.map((part) => opened(part)),
      ),
    ).toEqual(['part', 'broken'])
    const [first] = cutOf(at, 2)
    const strange = first && { ...first, index: 1, count: 3 }
    if (!first || !strange) throw new TypeError('no parts')
    expect(kinds(new Assembly(), [opened(first), opened(strange)])).toEqual(['part', 'broken'])
  })
})

describe('a flood', () => {
  const lone = (): OpenedEnvelope => {
    const messageId = env.random(16)
    const full = new Uint8Array(12_845)
    return opened({ messageId, index: 0, count: 2, body: full }, writer(at))
  }
  const waiting = (assembly: Assembly): number =>
    assembly.partials().reduce((sum, { count, missing }) => sum + count - missing.length, 0)

  it('fills no more than the bounds, in all and for one conversation', () => {
    const assembly = new Assembly({ fragmentsPerConversation: 3, fragments: 10, remembered: 50 })
    const one = writer(at)
    for (let n = 0; n < 40; n++) {
      assembly.admit(suite, lone())
      const messageId = env.random(16)
      assembly.admit(
        suite,
        opened({ messageId, index: 0, count: 2, body: new Uint8Array(12_845) }, one),
      )
      expect(waiting(assembly)).toBeLessThanOrEqual(10)
    }
    const own = assembly
      .partials()
      .filter(({ conversationKey }) => conversationKey === one.signing.publicKey)
    expect(own.length).toBeLessThanOrEqual(3)
  })

  it('takes nothing from an accepted conversation', () => {
    const assembly = new Assembly({ fragmentsPerConversation: 8, fragments: 4, remembered: 500 })
    const parts = cutOf(at, 4)
    assembly.accept(source.signing.publicKey)
    for (const part of parts.slice(0, 3)) assembly.admit(suite, opened(part))
    for (let n = 0; n < 30; n++) assembly.admit(suite, lone())
    expect(
      kinds(
        assembly,
        parts.slice(3).map((part) => opened(part)),
      ),
    ).toEqual(['whole'])
  })

  it('says what it forgot, so that it can be read again from the drops', () => {
    const assembly = new Assembly({ fragmentsPerConversation: 8, fragments: 1, remembered: 500 })
    const [first, second] = [lone(), lone()]
    assembly.admit(suite, first)
    expect(assembly.admit(suite, second)).toMatchObject({
      kind: 'part',
      forgotten: [{ messageId: first.fragment.messageId, missing: [1] }],
    })
  })
})
