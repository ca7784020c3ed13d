import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat } from '../../src/bytes/concat.ts'
import { utf8 } from '../../src/bytes/utf8.ts'
import { Writer } from '../../src/bytes/writer.ts'
import type { Attachment } from '../../src/wire/attachment.ts'
import {
  type Content,
  decodeContent,
  encodeContent,
  MAX_TEXT_BYTES,
} from '../../src/wire/content.ts'
import { deflate } from '../../src/wire/deflated.ts'
import {
  cutMessage,
  decodeMessage,
  encodeMessage,
  joinMessage,
  MAX_MESSAGE_BYTES,
  type Message,
  messageId,
} from '../../src/wire/message.ts'
import { STANDARD } from '../../src/wire/parameters.ts'
import { FRAGMENT_BODY_BYTES } from '../../src/wire/sizes.ts'
import { codeOf, scene, suite } from './scene.ts'

const { env } = scene('message')
const MAX_INFLATED = STANDARD.maxInflatedBytes

function attachment(change: Partial<Attachment> = {}): Attachment {
  const bytes = change.bytes ?? env.random(300)
  const plain = { name: 'фото.jpg', mediaType: 'image/jpeg', kind: 'cleaned' as const }
  return { ...plain, bytes, sha256: suite.sha256(bytes), ...change }
}

const content: Content = {
  text: 'Они перевозят это по ночам.',
  attachments: [attachment(), attachment({ kind: 'original', name: '', bytes: env.random(1) })],
  exclusions: ['Editor-in-chief', 'رئیس'],
  answers: env.random(40),
  read: [env.random(8), env.random(8)],
}
const message: Message = { type: 1, seed: env.random(32), content }
const bytes = encodeMessage(suite, message)
const decode = (from: Uint8Array, most: number = MAX_INFLATED): Message =>
  decodeMessage(suite, from, most)

test('a message comes back as it was written', () => {
  expect(decode(bytes)).toEqual(message)
  expect(bytes.subarray(0, 34)).toEqual(concat(Uint8Array.of(1, 1), message.seed))
})

const anyText = fc.string({ unit: 'grapheme', maxLength: 80 })
const anyAbout = fc.record({
  kind: fc.constantFrom('withdraw' as const, 'correct' as const),
  messageId: fc.uint8Array({ minLength: 16, maxLength: 16 }),
})
const anyContent: fc.Arbitrary<Content> = fc.record(
  {
    text: anyText,
    attachments: fc.array(
      fc
        .record({
          name: fc.string({ unit: 'grapheme', maxLength: 20 }),
          mediaType: fc.constantFrom('image/png', 'application/octet-stream'),
          bytes: fc.uint8Array({ maxLength: 200 }),
          kind: fc.constantFrom('cleaned' as const, 'original' as const, 'sealed-for-two' as const),
        })
        .map((each) => ({ ...each, sha256: suite.sha256(each.bytes) })),
      { maxLength: 4 },
    ),
    exclusions: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
      maxLength: 4,
    }),
    answers: fc.uint8Array({ maxLength: 100 }),
    read: fc.array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { maxLength: 64 }),
    about: anyAbout,
  },
  { requiredKeys: ['text', 'attachments', 'exclusions', 'answers', 'read'] },
)

test('any content has one encoding', () => {
  const holds = (any: Content): void => {
    const encoded = encodeContent(any)
    expect(decodeContent(encoded)).toEqual(any)
    expect(encodeContent(decodeContent(encoded))).toEqual(encoded)
  }
  fc.assert(fc.property(anyContent, holds), { numRuns: 100 })
})

test('no prefix of a content is a content, and nothing may follow', () => {
  const encoded = encodeContent({
    ...content,
    attachments: [],
    read: [],
    answers: new Uint8Array(0),
    exclusions: [],
  })
  for (let length = 0; length < encoded.length; length++)
    expect(codeOf(() => decodeContent(encoded.subarray(0, length)))).not.toBe(null)
  expect(codeOf(() => decodeContent(concat(encoded, Uint8Array.of(0))))).toBe('short-input')
})

const field = (tag: number, value: Uint8Array): Uint8Array =>
  new Writer().u8(tag).u32(value.length).bytes(value).finish()
const text = field(1, utf8('text'))
const about = Uint8Array.of(1, ...new Uint8Array(16))
const malformed: [string, Uint8Array, string][] = [
  ['no text', field(3, utf8('name')), 'bad-content'],
  ['nothing', new Uint8Array(0), 'bad-content'],
  ['two texts', concat(text, text), 'bad-content'],
  ['an unknown field', concat(text, field(7, utf8('x'))), 'bad-content'],
  ['about of no kind', concat(text, field(6, new Uint8Array(17).fill(3))), 'bad-content'],
  ['about cut short', concat(text, field(6, Uint8Array.of(1, 2))), 'bad-content'],
  ['about two messages', concat(text, field(6, about), field(6, about)), 'bad-content'],
  [
    'fields out of order',
    concat(text, field(5, new Uint8Array(8)), field(3, utf8('x'))),
    'bad-content',
  ],
  ['an empty field', concat(text, field(3, new Uint8Array(0))), 'bad-content'],
  ['a text that is too long', field(1, new Uint8Array(MAX_TEXT_BYTES + 1)), 'bad-content'],
  ['an exclusion that is too long', concat(text, field(3, new Uint8Array(257))), 'bad-content'],
  [
    'too many exclusions',
    concat(text, ...Array.from({ length: 33 }, () => field(3, utf8('x')))),
    'bad-content',
  ],
  [
    'more fields than there can be',
    concat(text, ...Array.from({ length: 200 }, () => field(3, utf8('x')))),
    'bad-content',
  ],
  ['65 reply ids', concat(text, field(5, new Uint8Array(65 * 8))), 'bad-content'],
  ['half a reply id', concat(text, field(5, new Uint8Array(12))), 'bad-content'],
  ['answers that are too long', concat(text, field(4, new Uint8Array(65_537))), 'bad-content'],
  ['a length beyond the end', Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff), 'short-input'],
  ['a text that is no UTF-8', field(1, Uint8Array.of(0xc3)), 'bad-utf8'],
  ['an attachment of no kind', concat(text, field(2, new Uint8Array(40).fill(3))), 'bad-content'],
  ['an attachment cut short', concat(text, field(2, new Uint8Array(20))), 'bad-content'],
]

test.each(malformed)('refused: %s', (_, changed, code) => {
  expect(codeOf(() => decodeContent(changed))).toBe(code)
})

test('reading stops at the number of fields that there can be', () => {
  const endless = concat(text, ...Array.from({ length: 2_000 }, () => field(3, utf8('x'))))
  expect(() => decodeContent(endless)).toThrow('too many fields')
})

test('what would be refused is not written either', () => {
  const code = (change: Partial<Content>): string | null =>
    codeOf(() => encodeMessage(suite, { ...message, content: { ...content, ...change } }))
  expect(code({})).toBe(null)
  expect(code({ text: 'x'.repeat(MAX_TEXT_BYTES + 1) })).toBe('bad-content')
  expect(code({ attachments: [attachment({ name: 'x'.repeat(256) })] })).toBe('bad-content')
  expect(code({ attachments: [attachment({ mediaType: 'text/html; charset=x' })] })).toBe(
    'bad-content',
  )
  expect(code({ attachments: Array.from({ length: 17 }, () => attachment()) })).toBe('bad-content')
  expect(code({ exclusions: [''] })).toBe('bad-content')
})

test('an attachment is what its hash says, or the message is refused on both sides', () => {
  const wrong = attachment({ sha256: new Uint8Array(32) })
  const lying = { ...content, attachments: [wrong] }
  expect(codeOf(() => encodeMessage(suite, { ...message, content: lying }))).toBe('bad-content')
  const head = bytes.subarray(0, 34)
  expect(codeOf(() => decode(concat(head, deflate(encodeContent(lying)))))).toBe('bad-content')
  const sealed = { ...content, attachments: [{ ...wrong, kind: 'sealed-for-two' as const }] }
  expect(codeOf(() => decode(concat(head, deflate(encodeContent(sealed)))))).toBe(null)
})

test('another version, an unknown type and a short head are refused', () => {
  const changed = (at: number, value: number): Uint8Array =>
    Uint8Array.from(bytes).fill(value, at, at + 1)
  expect(codeOf(() => decode(changed(0, 2)))).toBe('unknown-version')
  expect(codeOf(() => decode(changed(0, 0)))).toBe('unknown-version')
  expect(codeOf(() => decode(changed(1, 0)))).toBe('unknown-type')
  expect(codeOf(() => decode(changed(1, 4)))).toBe('unknown-type')
  expect(codeOf(() => decode(bytes.subarray(0, 20)))).toBe('short-input')
  expect(codeOf(() => decode(bytes.subarray(0, 34)))).toBe('bad-deflate')
})

test('inflating stops at the bound of the statement', () => {
  expect(codeOf(() => decode(bytes, 100))).toBe('inflated-too-large')
})

const long = encodeMessage(suite, {
  ...message,
  content: { ...content, attachments: [attachment({ bytes: env.random(40_000) })] },
})

test('a message is cut into full fragments and joined in any order', () => {
  const parts = cutMessage(suite, long)
  expect(parts.map(({ body }) => body.length).slice(0, -1)).toEqual([12_845, 12_845, 12_845])
  const order = fc.shuffledSubarray(parts, { minLength: parts.length, maxLength: parts.length })
  fc.assert(
    fc.property(order, (any) => {
      expect(joinMessage(suite, any)).toEqual(long)
    }),
  )
})

test('a part is never shown as the whole', () => {
  const parts = cutMessage(suite, long)
  const some = fc.shuffledSubarray(parts, { maxLength: parts.length - 1 })
  fc.assert(
    fc.property(some, (any) => {
      expect(joinMessage(suite, any)).toBe(null)
    }),
  )
})

test('the message id is checked when all parts are there', () => {
  const [first, ...rest] = cutMessage(suite, long)
  if (first === undefined) throw new TypeError('no parts')
  const body = Uint8Array.from(first.body).fill(0, 100, 101)
  expect(codeOf(() => joinMessage(suite, [{ ...first, body }, ...rest]))).toBe('wrong-message-id')
  expect(first.messageId).toEqual(messageId(suite, long))
})

test('parts that do not belong together are refused', () => {
  const [first, second, ...rest] = cutMessage(suite, long)
  if (first === undefined || second === undefined) throw new TypeError('no parts')
  const code = (parts: (typeof first)[]): string | null => codeOf(() => joinMessage(suite, parts))
  expect(code([first, first, second, ...rest])).toBe('mixed-fragments')
  expect(code([first, { ...second, count: 5 }])).toBe('mixed-fragments')
  expect(code([first, { ...second, index: 9 }])).toBe('mixed-fragments')
  expect(code([first, { ...second, messageId: new Uint8Array(16) }])).toBe('mixed-fragments')
})

test('the largest message has 32 fragments, and one byte more is refused', () => {
  expect(cutMessage(suite, new Uint8Array(MAX_MESSAGE_BYTES))).toHaveLength(32)
  expect(cutMessage(suite, new Uint8Array(FRAGMENT_BODY_BYTES))).toHaveLength(1)
  expect(codeOf(() => cutMessage(suite, new Uint8Array(MAX_MESSAGE_BYTES + 1)))).toBe(
    'message-too-large',
  )
})
