import * as fc from 'fast-check'
import type { EventBody } from '../src/index.ts'

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length })

/** Few of each, so that events meet: the same contact, message, reply or drop again. */
const few = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.nat({ max: 2 }).map((n) => new Uint8Array(length).fill(n))

const text = fc.string({ unit: 'binary', maxLength: 200 })

const file = fc.record({
  name: text,
  mediaType: fc.constant('image/jpeg'),
  bytes: fc.nat({ max: 4_000_000 }),
  sha256: bytes(32),
  copy: fc.constantFrom('cleaned' as const, 'original' as const, 'sealed-for-two' as const),
})

/** Any event but joining, which authors do by themselves. */
export const eventBody: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({
    kind: fc.constant('desk-key' as const),
    generation: fc.nat({ max: 3 }),
    epoch: fc.nat({ max: 5 }),
    fromMs: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('drop-taken' as const),
    drop: fc.nat({ max: 5 }),
    items: fc.nat({ max: 2_000 }),
  }),
  fc.record({
    kind: fc.constant('part-taken' as const),
    drop: fc.nat({ max: 3 }),
    item: fc.nat({ max: 3 }),
    content: fc.record({ key: bytes(32), nonce: bytes(12) }),
    conversation: few(32),
    messageId: few(16),
    index: fc.nat({ max: 2 }),
    count: fc.constant(3),
  }),
  fc.record({
    kind: fc.constant('message-assembled' as const),
    messageId: few(16),
    conversation: few(32),
    messageKind: fc.constantFrom('message' as const, 'letter' as const, 'no-script' as const),
    seed: few(32),
    text: fc.option(text),
    files: fc.array(file, { maxLength: 3 }),
    exclusions: fc.array(text, { maxLength: 2 }),
    answers: fc.uint8Array({ maxLength: 50 }),
  }),
  fc.record({ kind: fc.constant('contact-accepted' as const), conversation: few(32) }),
  fc.record({
    kind: fc.constant('contact-declined' as const),
    conversation: few(32),
    reason: text,
  }),
  fc.record({
    kind: fc.constant('reply' as const),
    conversation: few(32),
    replyId: few(8),
    text: fc.string({ maxLength: 9_000, size: 'max' }),
  }),
  fc.record({
    kind: fc.constant('reply-read' as const),
    conversation: few(32),
    replyIds: fc.array(few(8), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('note' as const), conversation: few(32), text }),
  fc.record({
    kind: fc.constant('carried' as const),
    interval: fc.nat({ max: 9 }),
    parts: fc.array(fc.record({ replyId: few(8), index: fc.nat({ max: 2 }) }), { maxLength: 3 }),
    receipts: fc.array(few(16), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('trays-claimed' as const), interval: fc.nat({ max: 9 }) }),
  fc.record({
    kind: fc.constant('unknown' as const),
    number: fc.integer({ min: 900, max: 65_535 }),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
)
