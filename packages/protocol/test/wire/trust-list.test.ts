import { expect, test } from 'vitest'
import { utf8 } from '../../src/bytes/utf8.ts'
import { fromUtf8 } from '../../src/bytes/utf8.ts'
import { LABELS } from '../../src/suite/labels.ts'
import type { SigningKey } from '../../src/suite/suite.ts'
import { signDsse } from '../../src/wire/dsse.ts'
import {
  encodeTrustList,
  signTrustList,
  TRUST_LIST_LIFE_MS,
  type TrustList,
  type TrustListDraft,
  verifyTrustList,
} from '../../src/wire/trust-list.ts'
import { trustListDraft } from '../../../../vectors/organisation.ts'
import { codeOf, scene, suite } from './scene.ts'

const { env, made } = scene('trust list')
const nowMs = env.nowMs()
const draft = trustListDraft(made, nowMs)
const stranger = suite.signingKey(env.random(32))

function verify(
  list: Partial<TrustListDraft>,
  keys: SigningKey[] = [made.root],
  known: Uint8Array | TrustList = made.root.publicKey,
): TrustList {
  return verifyTrustList(suite, signTrustList(keys, { ...draft, ...list }), known, nowMs)
}

const first = verify({})

test('a list under the compiled root comes back as it was written', () => {
  const { hash, ...list } = first
  expect(list).toEqual(draft)
  expect(hash).toEqual(suite.sha256(encodeTrustList(draft)))
})

test('a later list follows, the same list may come again', () => {
  expect(verify({ number: 8 }, [made.root], first).number).toBe(8)
  expect(verify({}, [made.root], first).number).toBe(7)
})

test('an older number is refused, and other words under the same number', () => {
  expect(codeOf(() => verify({ number: 6 }, [made.root], first))).toBe('rolled-back')
  const twin = { signer: stranger.publicKey }
  expect(codeOf(() => verify(twin, [made.root], first))).toBe('rolled-back')
})

test('a list without the signature of the root is refused', () => {
  expect(codeOf(() => verify({}, [stranger]))).toBe('bad-signature')
  expect(codeOf(() => verify({}, []))).toBe('bad-signature')
  expect(codeOf(() => verify({ number: 8 }, [stranger], first))).toBe('bad-signature')
})

test('a new root needs the signatures of the old and the new one', () => {
  const renewed = { number: 8, root: made.nextRoot.publicKey }
  expect(verify(renewed, [made.root, made.nextRoot], first).root).toEqual(made.nextRoot.publicKey)
  expect(verify(renewed, [made.root, made.nextRoot]).number).toBe(8)
  expect(codeOf(() => verify(renewed, [made.root], first))).toBe('bad-signature')
  expect(codeOf(() => verify(renewed, [made.nextRoot], first))).toBe('bad-signature')
  expect(codeOf(() => verify(renewed, [made.root]))).toBe('bad-signature')
})

test('after the change the old root signs nothing any more', () => {
  const renewed = verify(
    { number: 8, root: made.nextRoot.publicKey },
    [made.root, made.nextRoot],
    first,
  )
  expect(codeOf(() => verify({ number: 9 }, [made.root], renewed))).toBe('bad-signature')
})

test('an announced next root binds', () => {
  const announcing = verify({ number: 8, nextRoot: made.nextRoot.publicKey }, [made.root], first)
  const other = { number: 9, root: stranger.publicKey }
  expect(codeOf(() => verify(other, [made.root, stranger], announcing))).toBe('bad-signature')
  const kept = { number: 9, root: made.nextRoot.publicKey }
  expect(verify(kept, [made.root, made.nextRoot], announcing).number).toBe(9)
})

test('an expired list is refused from the very millisecond', () => {
  const document = signTrustList([made.root], draft)
  const at = (ms: number): unknown => verifyTrustList(suite, document, made.root.publicKey, ms)
  expect(codeOf(() => at(draft.expiresMs - 1))).toBe(null)
  expect(codeOf(() => at(draft.expiresMs))).toBe('expired')
})

test('no list lives longer than ninety days', () => {
  const { issuedMs } = draft
  expect(codeOf(() => verify({ expiresMs: issuedMs + TRUST_LIST_LIFE_MS }))).toBe(null)
  expect(codeOf(() => verify({ expiresMs: issuedMs + TRUST_LIST_LIFE_MS + 1 }))).toBe('malformed')
  expect(codeOf(() => verify({ expiresMs: issuedMs }))).toBe('malformed')
})

test('another organisation is refused', () => {
  const other = { number: 8, organisation: new Uint8Array(16) }
  expect(codeOf(() => verify(other, [made.root], first))).toBe('wrong-organisation')
})

test('two mixes with one key, one mix, one desk twice are malformed', () => {
  const [mix] = draft.mixes
  const [desk] = draft.desks
  if (mix === undefined || desk === undefined) throw new TypeError('sample')
  const renamed = { ...mix, name: 'Another name' }
  expect(codeOf(() => verify({ mixes: [mix, renamed] }))).toBe('malformed')
  expect(codeOf(() => verify({ mixes: [mix] }))).toBe('malformed')
  expect(codeOf(() => verify({ mixes: [...draft.mixes, renamed] }))).toBe('malformed')
  expect(codeOf(() => verify({ desks: [desk, desk] }))).toBe('malformed')
  expect(codeOf(() => verify({ desks: Array.from({ length: 9 }, () => desk) }))).toBe('malformed')
})

const text = fromUtf8(encodeTrustList(draft))
const malformed: [string, string][] = [
  ['an unknown field', text.replace('{', '{"extra":1,')],
  ['a field twice', text.replace('{', '{"number":9,')],
  ['a missing field', text.replace(/"number":\d+,/, '')],
  ['a number as text', text.replace(/"number":(\d+)/, '"number":"$1"')],
  ['a negative number', text.replace(/"number":(\d+)/, '"number":-$1')],
  ['a fraction', text.replace(/"number":(\d+)/, '"number":$1.5')],
  ['a number with an exponent', text.replace(/"number":(\d+)/, '"number":$1e0')],
  ['a number that is not exact', text.replace(/"issuedMs":(\d+)/, '"issuedMs":9007199254740993')],
  ['a short key', text.replace(/"signer":"[^"]*"/, '"signer":"AAAA"')],
  ['a lone surrogate', text.replace('Quay', '\\ud800')],
  ['a name that is too long', text.replace('Quay', 'q'.repeat(129))],
]

test.each(malformed)('signed by the root and yet malformed: %s', (_, changed) => {
  expect(changed).not.toBe(text)
  const document = signDsse([made.root], LABELS.trustList, utf8(changed))
  const step = (): unknown => verifyTrustList(suite, document, made.root.publicKey, nowMs)
  expect(codeOf(step)).toBe('malformed')
})

test('a known list that nobody verified is a mistake of the programmer', () => {
  const unverified = structuredClone(first)
  expect(() => verify({ number: 8 }, [made.root], unverified)).toThrow(TypeError)
})

test('a desk may name two custody keys, which differ, and not one or three', () => {
  const [desk] = draft.desks
  if (desk === undefined) throw new TypeError('sample')
  const key = (): Uint8Array => suite.kemKey(env.random(32)).publicKey
  const [one, two, three] = [key(), key(), key()]
  const named = (...custody: Uint8Array[]): Partial<TrustListDraft> => ({
    desks: [Object.assign({}, desk, { custody })],
  })
  expect(verify(named(one, two)).desks[0]?.custody).toEqual([one, two])
  expect(one.length).toBe(1_216)
  for (const wrong of [[one], [one, one], [one, two, three], [one, zeros(1_215)]])
    expect(codeOf(() => verify(named(...wrong)))).toBe('malformed')
})

test('eight desks with custody keys still fit a trust list', () => {
  const custody = [zeros(1_216), zeros(1_216).fill(1)] as const
  const desks = Array.from({ length: 8 }, () => ({
    id: env.random(16),
    key: stranger.publicKey,
    leastGeneration: 2 ** 32 - 1,
    custody,
  }))
  const witnesses = Array.from({ length: 8 }, () => stranger.publicKey)
  expect(verify({ desks, witnesses }).desks).toHaveLength(8)
})

function zeros(length: number): Uint8Array {
  return new Uint8Array(length)
}
