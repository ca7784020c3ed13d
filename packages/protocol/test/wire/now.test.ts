import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import { LABELS } from '../../src/suite/labels.ts'
import { signDsse } from '../../src/wire/dsse.ts'
import {
  encodeNow,
  isNow,
  mirrorsFit,
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

/** What a client says of a document that its signer signed without asking whether it may. */
const codeUnasked = (change: Partial<NowDraft>): string | null => {
  const payload = encodeNow({ ...draft, ...change })
  return codeOf(() => verifyNow(suite, signDsse([made.signer], LABELS.now, payload), trust))
}

const bothRefuse = (change: Partial<NowDraft>): void => {
  expect(codeUnasked(change)).toBe('malformed')
  expect(code(change)).toBe('malformed')
}

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
  bothRefuse({ ...few, statements: [], days: Array.from({ length: 15 }, () => day) })
  bothRefuse({ ...few, statements: Array.from({ length: 5 }, () => statement) })
  const mirrors = Array.from({ length: 5 }, (_, n) => `https://m${n}.example`)
  bothRefuse({ ...few, mirrors })
})

test.each([
  'javascript:alert(1)',
  'https://a.example/path?reader=7',
  'https://a.example/',
  'https://A.example',
  'https://u@a.example',
  '',
])('a mirror is an origin and nothing more: %s', (mirror) => {
  bothRefuse({ mirrors: [mirror] })
  expect(mirrorsFit([mirror])).toBe(false)
})

test('nothing is signed that a client refuses', () => {
  const few = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most })
  const number = fc.oneof(
    few(9),
    fc.maxSafeInteger(),
    fc.constantFrom(Number.MAX_SAFE_INTEGER, 0.5, Number.NaN),
  )
  const mirror = fc.oneof(
    fc.webUrl(),
    fc.domain().map((name) => `https://${name}`),
    fc.string(),
  )
  const drafts = fc.record({
    number,
    timeMs: number,
    batch: number,
    crowd: number,
    days: few(15).map((count) => Array.from({ length: count }, () => draft.trust)),
    statements: few(5).map((count) => draft.statements.concat(draft.statements).slice(0, count)),
    mirrors: fc.array(mirror, { maxLength: 5 }),
  })
  const outcomes = new Set<string | null>()
  fc.assert(
    fc.property(drafts, (change) => {
      const wanted = { ...draft, ...change }
      const signing = codeOf(() => signNow(made.signer, wanted))
      outcomes.add(signing)
      if (signing === null)
        expect(verifyNow(suite, signNow(made.signer, wanted), trust)).toEqual(wanted)
    }),
    { numRuns: 300 },
  )
  expect(outcomes).toContain(null)
  expect(outcomes).toContain('malformed')
})

test('mirrors that fit are signed in the fullest page there can be, others are told beforehand', () => {
  const most = Number.MAX_SAFE_INTEGER
  const fullest = { ...draft, number: most, timeMs: most, batch: most, crowd: most }
  const four = (length: number): string[] =>
    Array.from({ length: 4 }, (_, n) => `https://${n}`.padEnd(length, 'm'))
  expect(mirrorsFit(four(32))).toBe(true)
  expect(codeOf(() => signNow(made.signer, { ...fullest, mirrors: four(32) }))).toBeNull()
  expect(mirrorsFit(four(33))).toBe(false)
  expect(codeOf(() => signNow(made.signer, { ...fullest, mirrors: four(33) }))).toBe(
    'now-too-large',
  )
  expect(mirrorsFit(['https://a', 'https://b', 'https://c', 'https://d', 'https://e'])).toBe(false)
  expect(mirrorsFit([])).toBe(true)
})

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
