import { type Env, utf8 } from '@postern/protocol'
import {
  type Book,
  EMPTY_BOOK,
  encodeBook,
  MAX_VAULT_CONTENT_BYTES,
  VAULT_BYTES,
} from '@postern/protocol/vault'
import { type ByteSource, type Change, changed, drawn, type Scenario, written } from './scenario.ts'

/** In front of the content of a vault that was written and not renewed again. */
const BEFORE_CONTENT = 32 + 32 + 32 + 32 + 4

/** Vaults, and the book that a source's holds. */
export function vaultScenarios(env: Env): Scenario[] {
  return [...makingScenarios(env), ...openingScenarios(env), ...bookScenarios(env)]
}

function makingScenarios(env: Env): Scenario[] {
  const root = written(env.random(32))
  const scenario = (
    name: string,
    says: string,
    inputs: Scenario['inputs'],
    outcome: Scenario['outcome'] = { gives: 'computed' },
  ): Scenario => ({
    name: `vault/${name}`,
    says: `${says} (P4)`,
    step: 'vault' in inputs ? 'renew-vault' : 'make-vault',
    inputs: { envSeed: name, ...inputs },
    outcome,
  })
  const content = written(utf8('Двенадцатая накладная.'))
  const none = { givesNull: true } as const
  return [
    scenario('of-nobody', 'With one source of chance a new vault is always the same bytes.', {
      renewals: 0,
    }),
    scenario('of-nobody-renewed', 'Renewed, all its bytes are others.', {
      envSeed: 'of-nobody',
      renewals: 1,
    }),
    scenario('written', 'A source writes hers over it.', { root, content, renewals: 0 }),
    scenario('written-and-renewed', 'It is renewed as any other.', {
      envSeed: 'written',
      root,
      content,
      renewals: 1,
    }),
    scenario(
      'too-much',
      'A byte more than it holds is refused, and nothing is written.',
      { root, content: drawn('too much', MAX_VAULT_CONTENT_BYTES + 1), renewals: 0 },
      { refusedWith: 'vault-full' },
    ),
    scenario('short', 'What is a byte short is no vault.', drawnVault(VAULT_BYTES - 1), none),
    scenario('long', 'What is a byte long is no vault.', drawnVault(VAULT_BYTES + 1), none),
    scenario('empty', 'Nothing is no vault.', drawnVault(0), none),
    scenario(
      'no-point',
      'Bytes that are no point of ristretto255 (RFC 9496, 4.3.1) are no vault.',
      { vault: { parts: [written(new Uint8Array(32).fill(0xff)), drawn('q', VAULT_BYTES - 32)] } },
      none,
    ),
    scenario(
      'point-of-nothing',
      'The identity as P and Q hides nothing and is refused.',
      { vault: { parts: [written(new Uint8Array(64)), drawn('stream', VAULT_BYTES - 64)] } },
      none,
    ),
  ]
}

function drawnVault(length: number): { vault: ByteSource } {
  return { vault: drawn('vault', length) }
}

function openingScenarios(env: Env): Scenario[] {
  const [root, another] = [env.random(32), env.random(32)]
  const history = {
    envSeed: 'a life',
    root: written(root),
    content: written(utf8('Двенадцатая накладная.')),
    renewals: 3,
    openingRoot: written(root),
  }
  const scenario = (
    name: string,
    says: string,
    inputs: Scenario['inputs'],
    outcome: Scenario['outcome'] = { givesNull: true },
  ): Scenario => ({
    name: `vault-opening/${name}`,
    says: `${says} (P4)`,
    step: 'open-vault',
    inputs: { ...history, ...inputs },
    outcome,
  })
  const computed = { gives: 'computed' }
  const nobodys = { envSeed: 'nobody', renewals: 2, openingRoot: written(root) }
  const fresh = { renewals: 0 }
  return [
    scenario('opens', 'Her words take the renewals off again.', {}, computed),
    scenario('opens-at-once', 'So do they where nobody has read since.', fresh, computed),
    scenario(
      'empty',
      'A vault of hers that holds nothing opens.',
      { content: { parts: [] } },
      computed,
    ),
    scenario('other-words', 'Other words do not tell it from nobody’s.', {
      openingRoot: written(another),
    }),
    { ...scenario('of-nobody', 'Nobody’s opens with no words.', {}), inputs: nobodys },
    scenario('cut', 'What is a byte short opens with nothing.', { cutTo: VAULT_BYTES - 1 }),
    scenario('changed-point', 'A point was changed.', { ...fresh, flipBit: 64 * 8 }),
    scenario('changed-mark', 'The mark was changed.', { ...fresh, flipBit: (64 + 32 + 16) * 8 }),
    scenario('changed-mac', 'The MAC was changed: without its mark it is nobody’s.', {
      ...fresh,
      flipBit: (64 + 32) * 8,
    }),
    scenario(
      'changed-length',
      'The length was changed: hers, and worn.',
      { ...fresh, flipBit: (BEFORE_CONTENT - 4) * 8 },
      computed,
    ),
    scenario(
      'changed-content',
      'The content was changed: hers, and worn.',
      { ...fresh, flipBit: BEFORE_CONTENT * 8 },
      computed,
    ),
    scenario(
      'changed-spare',
      'What lies behind the content counts for nothing.',
      { ...fresh, flipBit: VAULT_BYTES * 8 - 1 },
      computed,
    ),
  ]
}

function bookScenarios(env: Env): Scenario[] {
  const book = sampleBook(env)
  const scenario = (name: string, says: string, bytes: ByteSource, refusal: string): Scenario => ({
    name: `book/${name}`,
    says: `${says} (P4)`,
    step: 'decode-book',
    inputs: { book: bytes },
    outcome: { refusedWith: refusal },
  })
  const from = (change: Change): ByteSource => changed('book/full', 'book', change)
  const computed = { gives: 'computed' }
  return [
    {
      ...scenario('empty', 'Nothing was sent.', written(encodeBook(EMPTY_BOOK)), ''),
      outcome: computed,
    },
    {
      ...scenario(
        'full',
        'A message that has left in part, and an answer.',
        written(encodeBook(book)),
        '',
      ),
      outcome: computed,
    },
    scenario('other-version', 'Another version.', from({ setByte: 0, to: 2 }), 'unknown-version'),
    scenario('no-flag', 'A flag is 0 or 1.', from({ setByte: 1, to: 2 }), 'bad-book'),
    scenario(
      'no-kind',
      'An entry is a message or an answer.',
      from({ setByte: 29, to: 3 }),
      'bad-book',
    ),
    scenario(
      'cut',
      'A byte is missing.',
      from({ cutTo: encodeBook(book).length - 1 }),
      'short-input',
    ),
    scenario('more', 'Something follows.', from({ append: '00' }), 'trailing-bytes'),
    scenario('nothing', 'No bytes.', { parts: [] }, 'short-input'),
    scenario('count', 'More entries than a book has.', from({ setByte: 27, to: 255 }), 'bad-book'),
  ]
}

function sampleBook(env: Env): Book {
  const deskId = env.random(16)
  const bytes = env.random(200)
  return {
    tied: true,
    attempt: { interval: 5_875_201, batch: 7 },
    made: 1,
    turn: 1,
    entries: [
      {
        kind: 'sent',
        deskId,
        messageId: env.random(16),
        own: true,
        seed: env.random(32),
        text: 'Двенадцатая накладная.',
        files: [{ name: 'накладная.pdf', bytes: 200, sha256: env.suite.sha256(bytes) }],
        about: null,
        parts: 3,
        bytes,
        waiting: 0b110,
        tried: 0b001,
        made: 1,
        turn: 1,
        arrived: false,
        followedBy: 0,
      },
      { kind: 'reply', deskId, replyId: env.random(8), text: 'Какая из двенадцати?' },
    ],
  }
}
