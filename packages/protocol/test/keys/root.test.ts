import {
  type Argon2id,
  type Argon2idCost,
  concat,
  LABELS,
  labelBytes,
  Root,
  rootFromWords,
  utf8,
} from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'

const suite = portableSuite
const entropy = new Uint8Array(10).fill(1)
const organisation = new Uint8Array(16).fill(2)
const [deskA, deskB] = [new Uint8Array(16).fill(3), new Uint8Array(16).fill(4)]

/** Stands in for Argon2id, which is far too slow to ask often; its own vectors are with runtime. */
const quick: Argon2id = (password, salt) => Promise.resolve(suite.sha256(password, salt))

describe('the root behind the words (P2)', () => {
  it('asks for 64 MiB, three passes and one lane, over label ‖ organisation', async () => {
    const asked: { password: Uint8Array; salt: Uint8Array; cost: Argon2idCost }[] = []
    await rootFromWords(
      (password, salt, cost) => {
        asked.push({ password, salt, cost })
        return quick(password, salt, cost)
      },
      entropy,
      organisation,
    )
    expect(asked).toEqual([
      {
        password: entropy,
        salt: concat(labelBytes(LABELS.wordsRoot), organisation),
        cost: { memoryKiB: 65_536, passes: 3, lanes: 1, length: 32 },
      },
    ])
  })

  it('brings the same secrets back from the same words', async () => {
    const [once, again] = [await root(), await root()]
    const [first, second] = [once.conversation(suite, deskA), again.conversation(suite, deskA)]
    expect(second.seed).toEqual(first.seed)
    expect(second.signing.publicKey).toEqual(first.signing.publicKey)
    const signature = second.signing.sign(utf8('text'))
    expect(suite.verify(first.signing.publicKey, utf8('text'), signature)).toBe(true)
  })

  it('is a stranger to every other desk and organisation', async () => {
    const elsewhere = await rootFromWords(quick, entropy, new Uint8Array(16).fill(9))
    const here = await root()
    const all = [
      here.conversation(suite, deskA),
      here.conversation(suite, deskB),
      elsewhere.conversation(suite, deskA),
    ]
    const shown = all.flatMap(({ seed, signing }) => [seed.toHex(), signing.publicKey.toHex()])
    expect(new Set(shown).size).toBe(6)
  })

  it('does not show its secret, and keeps no hold on the caller’s copy', () => {
    const secret = new Uint8Array(32).fill(0xab)
    const kept = new Root(secret)
    const before = kept.conversation(suite, deskA).seed
    secret.fill(0)
    expect(kept.conversation(suite, deskA).seed).toEqual(before)
    expect(JSON.stringify(kept)).toBe('{}')
    expect(Object.values(kept)).toEqual([])
  })

  it('serves nobody once forgotten, rather than deriving from zeros', async () => {
    const gone = await root()
    gone.forget()
    expect(() => gone.conversation(suite, deskA)).toThrow(TypeError)
  })

  it('takes 32 bytes and no other number', () => {
    expect(() => new Root(new Uint8Array(31))).toThrow(TypeError)
  })
})

function root(): Promise<Root> {
  return rootFromWords(quick, entropy, organisation)
}
