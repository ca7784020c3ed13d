import * as fc from 'fast-check'
import { TWO_PERSON_ACTS } from '../src/act-event.ts'
import { CLOCKS, SIDE_STATES, STATUSES } from '../src/case-event.ts'
import { COMPARTMENT_KINDS } from '../src/compartment.ts'
import { CUSTODY_ACTS } from '../src/evidence-event.ts'
import { CREDIBILITIES, INDEPENDENCES, RELATIONS, RELIABILITIES } from '../src/grading-event.ts'
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

/** Any event of the desk's own compartment but joining, which authors do by themselves. */
export const deskBody: fc.Arbitrary<EventBody> = fc.oneof(
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
    about: fc.option(
      fc.record({
        kind: fc.constantFrom('withdraw' as const, 'correct' as const),
        messageId: few(16),
      }),
    ),
    parts: fc.array(
      fc.record({
        drop: fc.nat({ max: 9 }),
        item: fc.nat({ max: 9 }),
        content: fc.record({ key: bytes(32), nonce: bytes(12) }),
      }),
      { maxLength: 3 },
    ),
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

const id = few(16)
const reason = fc.string({ unit: 'binary', maxLength: 40 })

/** What stands in a case's three compartments. */
export const caseBodies: {
  readonly docket: fc.Arbitrary<EventBody>
  readonly file: fc.Arbitrary<EventBody>
  readonly registry: fc.Arbitrary<EventBody>
} = {
  docket: fc.oneof(
    fc.record({
      kind: fc.constant('assigned' as const),
      subject: fc.constant(new Uint8Array(32)),
      to: fc.option(few(32)),
    }),
    fc.record({
      kind: fc.constant('status-set' as const),
      status: fc.constantFrom(...STATUSES),
      outcome: reason,
      reason,
    }),
    fc.record({
      kind: fc.constant('side-state-set' as const),
      state: fc.constantFrom(...SIDE_STATES),
      on: fc.boolean(),
      reason,
    }),
    fc.record({
      kind: fc.constant('clock-withheld' as const),
      subject: fc.constant(new Uint8Array(32)),
      clock: fc.constantFrom(...CLOCKS),
      reason,
    }),
    fc.record({ kind: fc.constant('retention-set' as const), untilMs: fc.nat(), reason }),
    fc.record({
      kind: fc.constant('act-asked' as const),
      act: fc.constantFrom(...TWO_PERSON_ACTS),
      target: id,
      reason,
    }),
    fc.record({
      kind: fc.constant('act-answered' as const),
      request: id,
      approved: fc.boolean(),
      reason,
    }),
    fc.record({ kind: fc.constant('act-done' as const), request: id, result: reason }),
    fc.record({
      kind: fc.constant('disposed' as const),
      basis: reason,
      events: fc.nat(),
      items: fc.nat(),
      head: bytes(32),
    }),
  ),
  file: fc.oneof(
    fc.record({
      kind: fc.constant('report-filed' as const),
      report: id,
      reference: reason,
      language: fc.constant('ru'),
      text,
    }),
    fc.record({ kind: fc.constant('recalled' as const), target: id, reason }),
    fc.record({
      kind: fc.constant('case-noted' as const),
      subject: fc.constant(new Uint8Array(32)),
      text,
    }),
    fc.record({
      kind: fc.constant('tagged' as const),
      subject: fc.constant(new Uint8Array(32)),
      tags: fc.array(reason, { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('decided' as const), question: text, decision: text, reason }),
    fc.record({ kind: fc.constant('asserted' as const), assertion: id, basis: id, text }),
    fc.record({
      kind: fc.constant('reliability-judged' as const),
      assertion: id,
      grade: fc.constantFrom(...RELIABILITIES),
      reason,
    }),
    fc.record({
      kind: fc.constant('credibility-judged' as const),
      assertion: id,
      grade: fc.constantFrom(...CREDIBILITIES),
      reason,
    }),
    fc.record({
      kind: fc.constant('linked' as const),
      from: id,
      to: id,
      relation: fc.constantFrom(...RELATIONS),
      independence: fc.constantFrom(...INDEPENDENCES),
      reason,
    }),
    fc.record({
      kind: fc.constant('item-taken' as const),
      item: id,
      report: id,
      name: text,
      mediaType: fc.constant('image/png'),
      bytes: fc.nat(),
      sha256: bytes(32),
      copy: fc.constantFrom('cleaned' as const, 'original' as const, 'sealed-for-two' as const),
    }),
    fc.record({
      kind: fc.constant('derivative-made' as const),
      derivative: id,
      item: id,
      how: reason,
      sha256: bytes(32),
      bytes: fc.nat(),
    }),
    fc.record({
      kind: fc.constant('custody' as const),
      item: id,
      act: fc.constantFrom(...CUSTODY_ACTS),
      detail: reason,
      sha256: fc.option(bytes(32)),
    }),
    fc.record({
      kind: fc.constant('time-stamped' as const),
      day: fc.nat(),
      events: fc.nat(),
      root: bytes(32),
      salt: id,
      index: fc.nat(),
      leaves: fc.nat(),
      path: fc.array(bytes(32), { maxLength: 3 }),
      answer: fc.uint8Array({ maxLength: 90 }),
    }),
  ),
  registry: fc.oneof(
    fc.record({
      kind: fc.constant('report-sourced' as const),
      report: id,
      conversation: few(32),
      messageIds: fc.array(id, { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('item-sourced' as const),
      item: id,
      messageId: id,
      index: fc.nat({ max: 9 }),
    }),
  ),
}

/** About keys and who is read in. */
const fellowBody: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({ kind: fc.constant('pair-offered' as const), to: few(32), sealed: bytes(1_184) }),
  fc.record({
    kind: fc.constant('key-granted' as const),
    compartment: id,
    compartmentKind: fc.constantFrom(...COMPARTMENT_KINDS),
    keys: fc.array(bytes(32), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('compartment-opened' as const),
    compartmentKind: fc.constantFrom(...COMPARTMENT_KINDS),
    of: id,
    reference: reason,
  }),
  fc.record({ kind: fc.constant('read-in' as const), member: few(32), reason }),
  fc.record({ kind: fc.constant('read-out' as const), member: few(32), reason }),
  fc.record({
    kind: fc.constant('key-turned' as const),
    keyName: id,
    granted: fc.array(few(32), { maxLength: 3 }),
  }),
)

const enrolmentBody: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({
    kind: fc.constant('member-invited' as const),
    invitation: few(16),
    name: text,
    takesIn: fc.boolean(),
    untilMs: fc.nat(),
  }),
  fc.record({ kind: fc.constant('invitation-withdrawn' as const), invitation: few(16) }),
  fc.record({
    kind: fc.constant('share-kept' as const),
    set: few(16),
    holders: fc.nat(63),
    threshold: fc.nat(63),
    share: few(33),
  }),
  fc.record({ kind: fc.constant('recovery-helped' as const), member: few(32), request: few(16) }),
)

const settingBody: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({
    kind: fc.constant('template-set' as const),
    name: reason,
    language: fc.constantFrom('ru', 'fa'),
    text,
  }),
  fc.record({ kind: fc.constant('second-eyes-set' as const), on: fc.boolean() }),
  fc.record({
    kind: fc.constant('reply-proposed' as const),
    conversation: few(32),
    replyId: few(8),
    text,
  }),
  fc.record({ kind: fc.constant('reply-approved' as const), replyId: few(8) }),
  fc.record({ kind: fc.constant('draft-kept' as const), conversation: few(32), text }),
  fc.record({ kind: fc.constant('questionnaire-set' as const), definition: text }),
  fc.record({ kind: fc.constant('view-kept' as const), name: text, query: text, view: text }),
  fc.record({
    kind: fc.constant('contact-disposed' as const),
    leaves: fc.array(fc.nat(), { maxLength: 3 }),
    basis: reason,
    messages: fc.nat(),
  }),
)

export const eventBody: fc.Arbitrary<EventBody> = fc.oneof(
  deskBody,
  caseBodies.docket,
  caseBodies.file,
  caseBodies.registry,
  fellowBody,
  settingBody,
  enrolmentBody,
)
