import {
  type Attachment,
  concat,
  type Content,
  cutMessage,
  deflate,
  encodeContent,
  encodeFragment,
  encodeMessage,
  type Env,
  type SigningKey,
  signFragment,
  utf8,
  Writer,
} from '@postern/protocol'
import type { SampleOrganisation } from './organisation.ts'
import { type ByteSource, changed, type Scenario, written } from './scenario.ts'

const MAX_INFLATED_BYTES = 4_194_304

/** Contents, whole messages, and messages in pieces. */
export function messageScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  return [
    ...contentScenarios(env),
    ...wholeScenarios(env),
    ...pieceScenarios(env, made),
    ...inflateScenarios(),
    ...nameScenarios(),
  ]
}

function sampleContent(env: Env, attachmentBytes: number): Content {
  const bytes = env.random(attachmentBytes)
  const attachment: Attachment = {
    name: 'накладная \u202egpj.pdf',
    mediaType: 'application/pdf',
    bytes,
    sha256: env.suite.sha256(bytes),
    kind: 'cleaned',
  }
  return {
    text: 'По ночам грузят без накладных. Прилагаю одну.',
    attachments: [attachment],
    exclusions: ['A. Handler'],
    answers: Uint8Array.of(1, 2, 3),
    read: [env.random(8)],
  }
}

const field = (tag: number, value: Uint8Array): Uint8Array =>
  new Writer().u8(tag).u32(value.length).bytes(value).finish()

function contentScenarios(env: Env): Scenario[] {
  const text = field(1, utf8('text'))
  const refused = (name: string, says: string, content: ByteSource, code: string): Scenario => ({
    name: `content/${name}`,
    says,
    step: 'decode-content',
    inputs: { content },
    outcome: { refusedWith: code },
  })
  const whole = encodeContent(sampleContent(env, 60))
  return [
    {
      ...refused(
        'accepted',
        'Text, a file, an exclusion, answers and a reply that was read (S6).',
        written(whole),
        '',
      ),
      outcome: { gives: 'computed' },
    },
    {
      ...refused('text-only', 'The least there can be.', written(text), ''),
      outcome: { gives: 'computed' },
    },
    refused('empty', 'Nothing is no content.', written(new Uint8Array(0)), 'bad-content'),
    refused(
      'no-text',
      'The text is always there, if only empty.',
      written(field(3, utf8('name'))),
      'bad-content',
    ),
    refused('two-texts', 'There is one text.', written(concat(text, text)), 'bad-content'),
    refused(
      'unknown-field',
      'This version has no field 7.',
      written(concat(text, field(7, utf8('x')))),
      'bad-content',
    ),
    ...aboutScenarios(),
    refused(
      'out-of-order',
      'Fields stand in the order of their tags.',
      written(concat(text, field(5, new Uint8Array(8)), field(3, utf8('x')))),
      'bad-content',
    ),
    refused(
      'empty-exclusion',
      'What is empty is left out.',
      written(concat(text, field(3, new Uint8Array(0)))),
      'bad-content',
    ),
    refused(
      'half-a-reply-id',
      'Reply ids have eight bytes.',
      written(concat(text, field(5, new Uint8Array(12)))),
      'bad-content',
    ),
    refused('bad-utf8', 'A text is UTF-8.', written(field(1, Uint8Array.of(0xc3))), 'bad-utf8'),
    refused(
      'length-beyond-the-end',
      'A length of four gigabytes.',
      written(Uint8Array.of(1, 255, 255, 255, 255)),
      'short-input',
    ),
    refused(
      'trailing-byte',
      'A byte behind the last field.',
      changed('content/accepted', 'content', { append: '00' }),
      'short-input',
    ),
    refused(
      'markup-as-media-type',
      'A media type is a type and a subtype and no more.',
      written(
        concat(
          text,
          field(2, concat(Uint8Array.of(0, 1, 0x61, 10), utf8('text/html;'), new Uint8Array(32))),
        ),
      ),
      'bad-content',
    ),
  ]
}

/** A message that takes back or corrects an earlier one (S6). */
function aboutScenarios(): Scenario[] {
  const about = {
    kind: 'correct',
    messageId: Uint8Array.from({ length: 16 }, (_, at) => at),
  } as const
  const plain = { attachments: [], exclusions: [], answers: new Uint8Array(0), read: [] }
  const corrected = encodeContent({ ...plain, text: 'Их было пять.', about })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('content/correction', 'content', change)
  const scenario = (
    name: string,
    says: string,
    content: ByteSource,
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `content/${name}`,
    says,
    step: 'decode-content',
    inputs: { content },
    outcome,
  })
  const kindAt = corrected.length - 17
  const refused = { refusedWith: 'bad-content' }
  return [
    scenario('correction', 'It stands in the place of an earlier message.', written(corrected), {
      gives: 'computed',
    }),
    scenario('withdrawal', 'It takes an earlier message back.', from({ setByte: kindAt, to: 1 }), {
      gives: 'computed',
    }),
    scenario('about-no-kind', 'There is no kind 3.', from({ setByte: kindAt, to: 3 }), refused),
    scenario(
      'about-half-an-id',
      'A message id has sixteen bytes.',
      written(concat(field(1, utf8('text')), field(6, Uint8Array.of(1, 2, 3)))),
      refused,
    ),
    scenario(
      'about-two-messages',
      'A message is about one other at most.',
      written(concat(corrected, corrected.subarray(kindAt - 5))),
      refused,
    ),
  ]
}

function wholeScenarios(env: Env): Scenario[] {
  const seed = env.random(32)
  const content = sampleContent(env, 60)
  const message = encodeMessage(env.suite, { type: 1, seed, content })
  const lying = content.attachments.map((each) => ({ ...each, sha256: new Uint8Array(32) }))
  const liar = concat(
    message.subarray(0, 34),
    deflate(encodeContent({ ...content, attachments: lying })),
  )
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('message/accepted', 'message', change)
  const refused = (
    name: string,
    says: string,
    bytes: ByteSource,
    code: string,
    most = MAX_INFLATED_BYTES,
  ): Scenario => ({
    name: `message/${name}`,
    says,
    step: 'decode-message',
    inputs: { message: bytes, maxInflatedBytes: most },
    outcome: { refusedWith: code },
  })
  return [
    {
      ...refused('accepted', 'A message of version 1, type 1 (S4).', written(message), ''),
      outcome: { gives: 'computed' },
    },
    {
      ...refused('letter', 'Type 2 is a letter (S4).', from({ setByte: 1, to: 2 }), ''),
      outcome: { gives: 'computed' },
    },
    refused(
      'version-2',
      'An unknown version (S4).',
      from({ setByte: 0, to: 2 }),
      'unknown-version',
    ),
    refused(
      'version-0',
      'An unknown version (S4).',
      from({ setByte: 0, to: 0 }),
      'unknown-version',
    ),
    refused('type-4', 'An unknown type (S4).', from({ setByte: 1, to: 4 }), 'unknown-type'),
    refused(
      'too-large',
      'Inflating stops at its bound (S6).',
      from({ append: '' }),
      'inflated-too-large',
      100,
    ),
    refused(
      'trailing-byte',
      'A byte behind the deflated content.',
      from({ append: '00' }),
      'bad-deflate',
    ),
    refused(
      'cut-off',
      'The last byte is missing.',
      from({ cutTo: message.length - 1 }),
      'bad-deflate',
    ),
    refused('head-only', 'A head without content.', from({ cutTo: 34 }), 'bad-deflate'),
    refused('half-a-head', 'Not even the seed.', from({ cutTo: 20 }), 'short-input'),
    refused(
      'file-is-another',
      'An attachment that is not what its hash says (S6).',
      written(liar),
      'bad-content',
    ),
  ]
}

function pieceScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  const key = env.suite.signingKey(env.random(32))
  const message = encodeMessage(env.suite, {
    type: 1,
    seed: env.random(32),
    content: sampleContent(env, 14_000),
  })
  const [first, second] = pieces(env, made, key, message)
  if (first === undefined || second === undefined) throw new TypeError('two pieces')
  const scenario = (
    name: string,
    says: string,
    fragments: ByteSource[],
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `join/${name}`,
    says,
    step: 'join-message',
    inputs: { fragments },
    outcome,
  })
  const a: ByteSource = changed('join/pieces', 'first', { append: '' })
  const b: ByteSource = changed('join/pieces', 'second', { append: '' })
  const wrong = changed('join/pieces', 'first', { flipBit: 8 * 5_000 })
  const count3 = changed('join/pieces', 'first', { setByte: 115, to: 3 })
  return [
    {
      name: 'join/pieces',
      says: 'How a message of two fragments is cut (S4).',
      step: 'cut-message',
      inputs: { message: written(message), first: written(first), second: written(second) },
      outcome: { gives: 'computed' },
    },
    scenario('whole', 'Both pieces, in whichever order, are the whole.', [b, a], {
      gives: 'computed',
    }),
    scenario('first-only', 'A part is never shown as the whole (S6).', [a], { givesNull: true }),
    scenario('nothing', 'Nothing is not a message.', [], { givesNull: true }),
    scenario('one-twice', 'One index comes once (S5).', [a, a], { refusedWith: 'mixed-fragments' }),
    scenario('counts-differ', 'Two messages that claim one id.', [count3, b], {
      refusedWith: 'mixed-fragments',
    }),
    scenario('wrong-id', 'The id is checked when all is there (S4).', [wrong, b], {
      refusedWith: 'wrong-message-id',
    }),
    {
      name: 'join/too-large',
      says: 'A message of 33 fragments is not cut (section 3).',
      step: 'cut-message',
      inputs: { message: { seed: 'large', length: 411_041 } },
      outcome: { refusedWith: 'message-too-large' },
    },
  ]
}

function pieces(
  env: Env,
  made: SampleOrganisation,
  key: SigningKey,
  message: Uint8Array,
): Uint8Array[] {
  const [desk] = made.desks
  return cutMessage(env.suite, message).map((part) =>
    encodeFragment(signFragment(key, made.id, desk.id, part)),
  )
}

function inflateScenarios(): Scenario[] {
  const scenario = (
    name: string,
    says: string,
    deflated: ByteSource,
    maxBytes: number,
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `inflate/${name}`,
    says,
    step: 'inflate',
    inputs: { deflated, maxBytes },
    outcome,
  })
  const zeros = deflate(new Uint8Array(3_000_000))
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('inflate/bomb', 'deflated', change)
  return [
    scenario(
      'whole',
      'Three megabytes of zeros within their bound.',
      from({ append: '' }),
      3_000_000,
      { gives: 'computed' },
    ),
    scenario(
      'bomb',
      'The same with a bound of 100,000 bytes: it stops there (S6).',
      written(zeros),
      100_000,
      { refusedWith: 'inflated-too-large' },
    ),
    scenario('one-byte-less', 'A bound one byte too small.', from({ append: '' }), 2_999_999, {
      refusedWith: 'inflated-too-large',
    }),
    scenario('cut-off', 'The end is missing.', from({ cutTo: zeros.length - 1 }), 3_000_000, {
      refusedWith: 'bad-deflate',
    }),
    scenario('trailing-byte', 'A byte behind the end.', from({ append: '00' }), 3_000_000, {
      refusedWith: 'bad-deflate',
    }),
    scenario(
      'reserved-block',
      'A block of the type that is reserved.',
      written(Uint8Array.of(7, 0)),
      100,
      { refusedWith: 'bad-deflate' },
    ),
    scenario('nothing', 'No stream at all.', written(new Uint8Array(0)), 100, {
      refusedWith: 'bad-deflate',
    }),
    scenario(
      'distance-too-far',
      'A copy from before the beginning.',
      written(Uint8Array.of(0x03, 0x02, 0x00)),
      100,
      { refusedWith: 'bad-deflate' },
    ),
  ]
}

function nameScenarios(): Scenario[] {
  const scenario = (name: string, says: string, fileName: string, shown: string): Scenario => ({
    name: `display-name/${name}`,
    says,
    step: 'display-name',
    inputs: { name: fileName },
    outcome: { gives: shown },
  })
  return [
    scenario('ordinary', 'An ordinary name stays.', 'отчёт 2031.pdf', 'отчёт 2031.pdf'),
    scenario(
      'right-to-left-override',
      'A name that would read "annualexe.pdf".',
      'annual\u202efdp.exe',
      'annual\ufffdfdp.exe',
    ),
    scenario('path', 'A name that climbs.', '../../etc/passwd', '..\ufffd..\ufffdetc\ufffdpasswd'),
    scenario('escape', 'A name that colours a terminal.', '\u001b[31mred', '\ufffd[31mred'),
    scenario(
      'persian-joiner',
      'The joiner within a Persian word stays.',
      'می\u200cخواهم.txt',
      'می\u200cخواهم.txt',
    ),
  ]
}
