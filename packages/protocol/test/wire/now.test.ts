import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import { LABELS } from '../../src/suite/labels.ts'
import { signDsse } from '../../src/wire/dsse.ts'
import {
  encodeNow,
  isNow,
  NOW_MAX_BYTES,
  type NowDraft,
  signNow,
  unverifiedNow,
  verifyNow,
} from '../../src/wire/now.ts'
import { nowDraft } from '../../../../vectors/organisation.ts'
import { codeOf, scene, suite } from './scene.ts'

const { env, made, trust } = scene('now')
const draft = nowDraft(env, made)
const code = (change: Partial<NowDraft>): string | null =>
  codeOf(() => verifyNow(suite, signNow(made.signer, { ...draft, ...change }), trust))

test('what the signer signed comes back as it was written', () => {
  expect(verifyNow(suite, signNow(made.signer, draft), trust)).toEqual(draft)
})

test('a client that knows no trust list may read which one it needs', () => {
  expect(unverifiedNow(signNow(made.root, draft)).trust.number).toBe(7)
})

test('as full as it gets it is smaller than 2 KB', () => {
  expect(draft.days).toHaveLength(14)
  expect(draft.statements).toHaveLength(4)
  expect(signNow(made.signer, draft).length).toBeLessThan(2_000)
})

test('before the first drop there is none', () => {
  const early = { ...draft, drop: null, days: [], mirrors: [] }
  expect(verifyNow(suite, signNow(made.signer, early), trust)).toEqual(early)
})

test('what would be larger is not signed', () => {
  const mirrors = Array.from({ length: 4 }, (_, n) => `https://${n}${'m'.repeat(79)}`)
  expect(code({ mirrors })).toBe('now-too-large')
})

test('what is larger is not read, though its signer signed it', () => {
  const mirrors = Array.from({ length: 4 }, (_, n) => `https://${n}${'m'.repeat(79)}`)
  const document = signDsse([made.signer], LABELS.now, encodeNow({ ...draft, mirrors }))
  expect(document.length).toBeGreaterThan(NOW_MAX_BYTES)
  expect(codeOf(() => verifyNow(suite, document, trust))).toBe('malformed')
})

test('only the signer of the trust list is believed', () => {
  const verifySignedBy = (key: typeof made.root): unknown =>
    verifyNow(suite, signNow(key, draft), trust)
  expect(codeOf(() => verifySignedBy(made.root))).toBe('bad-signature')
  expect(codeOf(() => verifySignedBy(made.mixIdentities[0]))).toBe('bad-signature')
  const both = signDsse([made.signer, made.root], LABELS.now, encodeNow({ ...draft, days: [] }))
  expect(codeOf(() => verifyNow(suite, both, trust))).toBe('bad-signature')
})

test('another organisation is refused', () => {
  expect(code({ organisation: new Uint8Array(16) })).toBe('wrong-organisation')
})

test('lists have bounds', () => {
  const [day] = draft.days
  const [statement] = draft.statements
  if (day === undefined || statement === undefined) throw new TypeError('sample')
  const few = { days: [], mirrors: [] }
  expect(code({ days: Array.from({ length: 15 }, () => day), mirrors: [] })).toBe('malformed')
  expect(code({ ...few, statements: Array.from({ length: 5 }, () => statement) })).toBe('malformed')
  const mirrors = Array.from({ length: 5 }, (_, n) => `https://m${n}.example`)
  expect(code({ ...few, mirrors })).toBe('malformed')
})

test.each(['javascript:alert(1)', 'https://a.example/path?reader=7', 'https://u@a.example', ''])(
  'a mirror is an origin and nothing more: %s',
  (mirror) => {
    expect(code({ mirrors: [mirror] })).toBe('malformed')
  },
)

test('rows that are cut off are refused', () => {
  const text = fromUtf8(encodeNow({ ...draft, days: [], statements: [] }))
  const changed = text.replace('"days":""', '"days":"AAAAAAAA"')
  expect(changed).not.toBe(text)
  const document = signDsse([made.signer], LABELS.now, utf8(changed))
  expect(codeOf(() => verifyNow(suite, document, trust))).toBe('malformed')
})

test('nothing but the check makes a Now', () => {
  const now = verifyNow(suite, signNow(made.signer, draft), trust)
  expect(isNow(now)).toBe(true)
  expect(isNow(structuredClone(now))).toBe(false)
})
