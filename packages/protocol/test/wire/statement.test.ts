import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import { LABELS } from '../../src/suite/labels.ts'
import type { SigningKey } from '../../src/suite/suite.ts'
import { DSSE_MAX_BYTES, signDsse, signPayload, type Signed } from '../../src/wire/dsse.ts'
import { signDeskKey } from '../../src/wire/key-offer.ts'
import { MAX_STAMP_BITS, REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import {
  assembleStatement,
  encodeStatement,
  isStatement,
  type Statement,
  type StatementDesk,
  type StatementDraft,
  STATEMENT_MAX_BYTES,
  verifyStatement,
  verifyStatementDraft,
} from '../../src/wire/statement.ts'
import { signTrustList, type TrustList, verifyTrustList } from '../../src/wire/trust-list.ts'
import { signStatement, statementDraft, trustListDraft } from '../../../../vectors/organisation.ts'
import { codeOf, scene, suite } from './scene.ts'

const { env, made, trust } = scene('statement')
const draft = statementDraft(made, env.nowMs())
const [mix1, mix2] = made.mixIdentities
const stranger = suite.signingKey(env.random(32))
const [desk1, desk2] = draft.desks
if (desk1 === undefined || desk2 === undefined) throw new TypeError('sample')

const verify = (document: Signed): Statement => verifyStatement(suite, document, trust)
const signedBy = (keys: SigningKey[], change: Partial<StatementDraft> = {}): Signed =>
  signDsse(keys, LABELS.statement, encodeStatement({ ...draft, ...change }))
const code = (change: Partial<StatementDraft>): string | null =>
  codeOf(() => verify(signedBy([mix1, mix2], change)))

test('what both mixes signed comes back as it was written, with its hash', () => {
  const { hash, ...statement } = verify(signStatement(made, draft))
  expect(statement).toEqual(draft)
  expect(hash).toEqual(suite.sha256(encodeStatement(draft)))
})

test('served with two desks and titles in four languages it stays below 14 KB', () => {
  const languages = draft.desks.map(({ titles }) => Object.keys(titles).length)
  expect(languages).toEqual([4, 4])
  expect(signStatement(made, draft).length).toBeLessThanOrEqual(14 * 1_024)
})

/** The largest statement that the bounds allow, for so many desks and languages. */
function largest(deskCount: number, languages: number): StatementDraft {
  const titles = Object.fromEntries(
    Array.from({ length: languages }, (_, n) => [
      `a${String.fromCodePoint(97 + n)}-`.padEnd(12, 'X').replace(/X{8}/u, 'XXXXX-XX'),
      { title: '"'.repeat(40), description: 'щ'.repeat(120) },
    ]),
  )
  const generation = 0xffff_ffff
  const desks = Array.from({ length: deskCount }, (_, n) => {
    const identity = suite.signingKey(suite.sha256(utf8(`desk ${n}`)))
    const id = suite.sha256(utf8(`id ${n}`)).subarray(0, 16)
    const offer = { desk: id, generation, epoch: generation, key: made.desks[0].key.publicKey }
    const { key, signature } = signDeskKey(identity, made.id, offer)
    return { id, generation, key, signature, titles }
  })
  return { ...draft, number: generation, fromMs: Number.MAX_SAFE_INTEGER, desks }
}

/** A trust list of the desks of `largest`. */
function trustOf({ desks }: StatementDraft): TrustList {
  const trusted = desks.map(({ id }, n) => {
    const { publicKey: key } = suite.signingKey(suite.sha256(utf8(`desk ${n}`)))
    return { id, key, leastGeneration: 1 }
  })
  const list = { ...trustListDraft(made, env.nowMs()), desks: trusted }
  return verifyTrustList(suite, signTrustList([made.root], list), made.root.publicKey, env.nowMs())
}

test('the largest statement that the bounds allow can be served and is read', () => {
  const full = largest(8, 10)
  expect(encodeStatement(full).length).toBeGreaterThan(STATEMENT_MAX_BYTES - 1_000)
  const document = signStatement(made, full)
  expect(document.length).toBeLessThanOrEqual(DSSE_MAX_BYTES)
  expect(verifyStatement(suite, document, trustOf(full)).desks).toEqual(full.desks)
})

test('a payload at its bound fits into a document at its bound', () => {
  const payload = new Uint8Array(STATEMENT_MAX_BYTES)
  expect(signDsse([mix1, mix2], LABELS.statement, payload).length).toBeLessThan(DSSE_MAX_BYTES)
})

test('two desks in four languages are served in 14 KB, whatever they are called', () => {
  expect(signStatement(made, largest(2, 4)).length).toBeLessThanOrEqual(14 * 1_024)
})

test('titles have bounds as JSON writes them, and languages too', () => {
  const refused = (titles: StatementDesk['titles']): void =>
    expect(code({ desks: [{ ...desk1, titles }, desk2] })).toBe('malformed')
  refused({ en: { title: 'x'.repeat(81), description: '' } })
  refused({ en: { title: '"'.repeat(41), description: '' } })
  refused({ en: { title: '', description: 'щ'.repeat(121) } })
  refused({ 'en-aaaaaaaa-bb': { title: '', description: '' } })
  const eleven = Array.from({ length: 11 }, (_, n) => `a${String.fromCodePoint(97 + n)}`)
  refused(Object.fromEntries(eleven.map((tag) => [tag, { title: '', description: '' }])))
  expect(code({ desks: [{ ...desk1, titles: {} }, desk2] })).toBeNull()
})

test('both mixes must have signed, and nobody else', () => {
  expect(codeOf(() => verify(signedBy([mix1])))).toBe('bad-signature')
  expect(codeOf(() => verify(signedBy([mix2])))).toBe('bad-signature')
  expect(codeOf(() => verify(signedBy([])))).toBe('bad-signature')
  expect(codeOf(() => verify(signedBy([mix1, stranger])))).toBe('bad-signature')
  expect(codeOf(() => verify(signedBy([mix1, mix2, stranger])))).toBe('bad-signature')
})

test('a signature over other words is none', () => {
  const payload = encodeStatement(draft)
  const other = encodeStatement({ ...draft, number: 42 })
  const mixed = assembleStatement(payload, [
    signPayload(mix1, LABELS.statement, payload),
    signPayload(mix2, LABELS.statement, other),
  ])
  expect(codeOf(() => verify(mixed))).toBe('bad-signature')
})

test('one mix cannot stand in for both', () => {
  const payload = encodeStatement(draft)
  const { key, signature } = signPayload(mix1, LABELS.statement, payload)
  const claimed = assembleStatement(payload, [
    { key, signature },
    { key: mix2.publicKey, signature },
  ])
  expect(codeOf(() => verify(claimed))).toBe('bad-signature')
})

test('a desk key needs the signature of its desk over all its fields', () => {
  const desks = (change: Partial<StatementDesk>): StatementDesk[] => [
    { ...desk1, ...change },
    desk2,
  ]
  expect(code({ desks: desks({ signature: desk2.signature }) })).toBe('bad-desk-key')
  expect(code({ desks: desks({ key: desk2.key }) })).toBe('bad-desk-key')
  expect(code({ desks: desks({ generation: 4 }) })).toBe('bad-desk-key')
  expect(code({ number: 42 })).toBe('bad-desk-key')
})

test('a desk key below the least generation is refused, though its desk has signed it', () => {
  const [desk] = made.desks
  const offer = { desk: desk.id, generation: 2, epoch: draft.number, key: desk.key.publicKey }
  const { signature } = signDeskKey(desk.identity, made.id, offer)
  const old = { ...desk1, generation: 2, signature }
  expect(code({ desks: [old, desk2] })).toBe('old-generation')
})

test('a newer trust list makes a good statement an old one', () => {
  const list = trustListDraft(made, env.nowMs())
  const raised = list.desks.map((desk) => ({ ...desk, leastGeneration: 4 }))
  const document = signTrustList([made.root], { ...list, number: 8, desks: raised })
  const later = verifyTrustList(suite, document, trust, env.nowMs())
  const step = (): unknown => verifyStatement(suite, signStatement(made, draft), later)
  expect(codeOf(step)).toBe('old-generation')
})

test('a desk that the trust list does not name is refused, and one desk twice', () => {
  expect(code({ desks: [{ ...desk1, id: new Uint8Array(16) }] })).toBe('unknown-desk')
  expect(code({ desks: [desk1, desk1] })).toBe('malformed')
})

test('another organisation is refused', () => {
  expect(code({ organisation: new Uint8Array(16) })).toBe('wrong-organisation')
})

test('parameters are one of the two columns, whose stamp alone may be raised', () => {
  expect(code({ parameters: STANDARD })).toBe(null)
  expect(code({ parameters: { ...STANDARD, stampBits: MAX_STAMP_BITS } })).toBe(null)
  expect(code({ parameters: { ...STANDARD, stampBits: MAX_STAMP_BITS + 1 } })).toBe('malformed')
  expect(code({ parameters: { ...REHEARSAL, stampBits: 3 } })).toBe('malformed')
  expect(code({ parameters: { ...STANDARD, column: 'rehearsal' } })).toBe('malformed')
})

test.each(Object.keys(STANDARD).filter((name) => name !== 'column' && name !== 'stampBits'))(
  'no number of a column may differ: %s',
  (name) => {
    const value: unknown = Reflect.get(STANDARD, name)
    const changed = { ...STANDARD, [name]: Number(value) - 1 }
    expect(code({ parameters: changed })).toBe('malformed')
  },
)

test('a mix checks all but its own signatures before it signs', () => {
  const payload = encodeStatement(draft)
  expect(verifyStatementDraft(suite, payload, trust).number).toBe(draft.number)
  const wrong = encodeStatement({ ...draft, desks: [{ ...desk1, key: desk2.key }, desk2] })
  expect(codeOf(() => verifyStatementDraft(suite, wrong, trust))).toBe('bad-desk-key')
})

const text = fromUtf8(encodeStatement(draft))
const malformed: [string, string][] = [
  ['a language that is no tag', text.replace('"en":', '"EN_":')],
  ['a language called __proto__', text.replace('"en":', '"__proto__":')],
  ['languages out of order', text.replace(/("en":\{[^}]*\}),("fa":\{[^}]*\})/, '$2,$1')],
  ['a title that is too long', text.replace('Investigations desk', 'x'.repeat(81))],
  ['one mix key', text.replace(/"mixKeys":\["[^"]*",/, '"mixKeys":[')],
  ['an unknown parameter', text.replace('"parameters":{', '"parameters":{"speed":1,')],
  ['an unknown field of a desk', text.replace('"generation"', '"colour":1,"generation"')],
]

test.each(malformed)('signed by both mixes and yet malformed: %s', (_, changed) => {
  expect(changed).not.toBe(text)
  expect(codeOf(() => verify(signDsse([mix1, mix2], LABELS.statement, utf8(changed))))).toBe(
    'malformed',
  )
})

test('nothing but the check makes a statement', () => {
  const statement = verify(signStatement(made, draft))
  expect(isStatement(statement)).toBe(true)
  expect(isStatement(structuredClone(statement))).toBe(false)
})
