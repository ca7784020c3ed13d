import {
  assembleStatement,
  encodeStatement,
  LABELS,
  PosternError,
  REHEARSAL,
  seededEnv,
  type SeededEnv,
  signDeskKey,
  type SigningKey,
  signNow,
  signPayload,
  signTrustList,
  STANDARD,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import type { FetchDocument } from '../src/fetch-documents.ts'
import { verifySite } from '../src/verify.ts'

const DAY_MS = 86_400_000

/** A site's public documents, by path. */
interface Site {
  readonly env: SeededEnv
  readonly documents: Map<string, Uint8Array>
  readonly fetch: FetchDocument
}

function makeSite(change: { parameters?: typeof STANDARD; signers?: 'one' } = {}): Site {
  const env = seededEnv('verify', nativeSuite)
  const key = (): SigningKey => nativeSuite.signingKey(env.random(32))
  const [root, signer, mix1, mix2, identity] = [key(), key(), key(), key(), key()]
  const organisation = env.random(16)
  const desk = env.random(16)
  const trust = signTrustList([root], {
    organisation,
    number: 1,
    issuedMs: env.nowMs(),
    expiresMs: env.nowMs() + 90 * DAY_MS,
    root: root.publicKey,
    nextRoot: null,
    signer: signer.publicKey,
    mixes: [
      { name: 'mix-1', key: mix1.publicKey },
      { name: 'mix-2', key: mix2.publicKey },
    ],
    desks: [{ id: desk, key: identity.publicKey, leastGeneration: 1 }],
    witnesses: [],
  })
  const kem = (): Uint8Array => nativeSuite.kemKey(env.random(32)).publicKey
  const offer = signDeskKey(identity, organisation, { desk, generation: 1, epoch: 1, key: kem() })
  const payload = encodeStatement({
    organisation,
    number: 1,
    fromMs: env.nowMs(),
    parameters: change.parameters ?? REHEARSAL,
    mixKeys: [kem(), kem()],
    desks: [{ id: desk, generation: 1, key: offer.key, signature: offer.signature, titles: {} }],
  })
  const signers = change.signers === 'one' ? [mix1] : [mix1, mix2]
  const statement = assembleStatement(
    payload,
    signers.map((mix) => signPayload(mix, LABELS.statement, payload)),
  )
  const drop = env.random(100)
  const listed = (number: number, bytes: Uint8Array): { number: number; hash: Uint8Array } => ({
    number,
    hash: nativeSuite.sha256(bytes),
  })
  const now = signNow(signer, {
    organisation,
    number: 5,
    timeMs: env.nowMs(),
    trust: listed(1, trust),
    statements: [{ ...listed(1, statement), fromMs: env.nowMs() }],
    drop: listed(9, drop),
    days: [],
    batch: 3,
    crowd: 17,
    mirrors: [],
  })
  const documents = new Map([
    ['/now', now],
    ['/trust/1', trust],
    ['/epoch/1', statement],
    ['/drop/9', drop],
  ])
  const fetch: FetchDocument = async (path) => {
    const bytes = documents.get(path)
    if (bytes === undefined) throw new PosternError('unverified', path)
    return bytes
  }
  return { env, documents, fetch }
}

describe('postern verify', () => {
  it('accepts what every reader accepts, and shows the root as words', async () => {
    const { env, fetch } = makeSite()
    const verified = await verifySite(env, fetch, null)
    expect(verified.fingerprint).toHaveLength(12)
    expect(verified.wordsAgree).toBeNull()
    const typed = ` ${verified.fingerprint.join(', ').toUpperCase()} `
    expect((await verifySite(env, fetch, typed)).wordsAgree).toBe(true)
  })

  it('refuses other words', async () => {
    const { env, fetch } = makeSite()
    await expect(verifySite(env, fetch, 'able baker')).rejects.toMatchObject({ code: 'unverified' })
  })

  it.each(['/now', '/trust/1', '/epoch/1', '/drop/9'])(
    'refuses a changed byte in %s',
    async (path) => {
      const { env, documents, fetch } = makeSite()
      const bytes = documents.get(path)!.slice()
      const at = Math.floor(bytes.length / 2)
      bytes[at] = bytes[at] === 65 ? 66 : 65
      documents.set(path, bytes)
      await expect(verifySite(env, fetch, null)).rejects.toMatchObject({ code: 'unverified' })
    },
  )

  it('refuses a statement that one mix alone signed', async () => {
    const { env, fetch } = makeSite({ signers: 'one' })
    await expect(verifySite(env, fetch, null)).rejects.toThrow(/Statement 1 lacks a signature/)
  })

  it('refuses an old /now where it protects people, and says the clock where it does not', async () => {
    const standard = makeSite({ parameters: STANDARD })
    standard.env.advance(8 * DAY_MS)
    await expect(verifySite(standard.env, standard.fetch, null)).rejects.toThrow(/7 days old/)
    const rehearsal = makeSite()
    rehearsal.env.advance(8 * DAY_MS)
    const verified = await verifySite(rehearsal.env, rehearsal.fetch, null)
    expect(verified.clockAheadMs).toBe(-8 * DAY_MS)
  })
})
