import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import { LABELS } from '../../src/suite/labels.ts'
import {
  encodeDsse,
  openDsse,
  paeBytes,
  signDsse,
  signPayload,
  verifiedBy,
} from '../../src/wire/dsse.ts'
import { codeOf, suite } from './scene.ts'

const alice = suite.signingKey(new Uint8Array(32).fill(1))
const bob = suite.signingKey(new Uint8Array(32).fill(2))
const payload = utf8('{"hello":"world"}')
const document = signDsse([alice, bob], LABELS.statement, payload)

test('the pre-authentication encoding is the one of the DSSE specification', () => {
  const expected = 'DSSEv1 20 postern/v1/statement 17 {"hello":"world"}'
  expect(fromUtf8(paeBytes(LABELS.statement, payload))).toBe(expected)
})

test('a document says who signed it', () => {
  const opened = openDsse(document, LABELS.statement)
  expect(opened.payload).toEqual(payload)
  expect(verifiedBy(suite, opened, alice.publicKey)).toBe(true)
  expect(verifiedBy(suite, opened, bob.publicKey)).toBe(true)
  expect(verifiedBy(suite, opened, suite.signingKey(new Uint8Array(32)).publicKey)).toBe(false)
})

test('signatures may come in any order and give the same bytes', () => {
  expect(signDsse([bob, alice], LABELS.statement, payload)).toEqual(document)
})

test('one key cannot sign twice', () => {
  const signature = signPayload(alice, LABELS.statement, payload)
  const twice = { payloadType: LABELS.statement, payload, signatures: [signature, signature] }
  expect(codeOf(() => encodeDsse(twice))).toBe('malformed')
  const text = fromUtf8(signDsse([alice], LABELS.statement, payload))
  const doubled = text.replace(/\[(.*)\]/, '[$1,$1]')
  expect(codeOf(() => openDsse(utf8(doubled), LABELS.statement))).toBe('malformed')
})

test('a signature under one label is none under another', () => {
  expect(codeOf(() => openDsse(document, LABELS.trustList))).toBe('malformed')
  const renamed = fromUtf8(document).replace('v1/statement', 'v1/trust-list')
  const opened = openDsse(utf8(renamed), LABELS.trustList)
  expect(verifiedBy(suite, opened, alice.publicKey)).toBe(false)
})

const text = fromUtf8(document)
const malformed: [string, string][] = [
  ['white space', text.replace(':', ': ')],
  ['a trailing byte', `${text}\n`],
  ['an unknown field', text.replace('{', '{"extra":1,')],
  ['a field twice', text.replace('{', '{"payload":"",')],
  ['no signatures field', text.replace(/,"signatures".*$/, '}')],
  [
    'another order of fields',
    text.replace(/^\{("payloadType":"[^"]*"),("payload":"[^"]*")/, '{$2,$1'),
  ],
  ['loose base64', text.replace(/"payload":"([^"]*?)=+"/, '"payload":"$1"')],
  [
    'upper-case hex',
    text.replace(/"keyid":"([^"]*)"/, (_, hex: string) => `"keyid":"${hex.toUpperCase()}"`),
  ],
  ['signatures out of order', text.replace(/\[(\{.*?\}),(\{.*?\})\]/, '[$2,$1]')],
  ['an escape that need not be', text.replace('postern', '\\u0070ostern')],
  ['a byte order mark', `\ufeff${text}`],
  ['an array', '[]'],
  ['null', 'null'],
  ['nothing', ''],
]

test.each(malformed)('refused as malformed: %s', (_, changed) => {
  expect(changed).not.toBe(text)
  expect(codeOf(() => openDsse(utf8(changed), LABELS.statement))).toBe('malformed')
})

test('a document that is too long is refused before it is parsed', () => {
  const long = signDsse([alice], LABELS.statement, new Uint8Array(60_000))
  expect(codeOf(() => openDsse(long, LABELS.statement))).toBe('malformed')
})

test('bytes that are no UTF-8 are refused', () => {
  expect(codeOf(() => openDsse(Uint8Array.of(0xff, 0xfe), LABELS.statement))).toBe('malformed')
})
