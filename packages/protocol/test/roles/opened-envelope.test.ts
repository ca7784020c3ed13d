import { describe, expect, it } from 'vitest'
import { realPick, sealPickedEnvelope } from '../../src/roles/cell-pick.ts'
import { type DeskKey, type OpenedEnvelope, openForDesk } from '../../src/roles/opened-envelope.ts'
import { openContent } from '../../src/suite/hpke.ts'
import { signFragment, type FragmentPart } from '../../src/wire/fragment.ts'
import { encodeFragment, decodeFragment } from '../../src/wire/fragment.ts'
import { sealEnvelope } from '../../src/wire/envelope.ts'
import { cutOf, flipped, house, suite, type Writer, writer } from './house.ts'

const at = house('opened envelope')
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
