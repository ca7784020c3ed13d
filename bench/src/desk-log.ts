import {
  Author,
  type EventBody,
  KeyTree,
  type LogGround,
  LogReader,
  type MessageAssembled,
  vouchFor,
} from '@postern/casework'
import { emptyBundle, sealBundle, toHex } from '@postern/protocol'
import { WORD_LIST } from '@postern/protocol/words'
import { type Keyring, makeMember } from '../../packages/desk/src/index.ts'
import { memberKeys } from '../../packages/desk/src/member/member-keys.ts'
import type { World } from '../../packages/desk/test/world.ts'

export interface LogSize {
  readonly contacts: number
  readonly messagesEach: number
  readonly handlers: number
  /** Of so many bundles one has something in it; the rest are ticks without a word. */
  readonly oneOf: number
}

/** A log as its members would have written it, and the first of them. */
export interface MadeLog {
  readonly keyring: Keyring
  readonly bundles: number
  readonly events: number
}

const RUSSIAN = 'мост паром причал дорога письмо деньги склад ночью видел подпись груз отчёт'.split(
  ' ',
)
const PERSIAN = 'پل کشتی اسکله جاده نامه پول انبار شب دیدم امضا بار گزارش'.split(' ')
const WORDS_A_MESSAGE = 36
const AT_ONCE = 64

/**
 * Contacts with their messages, taken in by the first member, accepted and answered by the others, in
 * bundles between empty ones: signed, sealed and laid in the store as in production.
 */
export async function makeDeskLog(world: World, size: LogSize): Promise<MadeLog> {
  const [desk] = world.desks
  if (desk === undefined) throw new TypeError('a world without a desk')
  const { env } = world
  const { secrets } = desk
  const context = { organisation: world.ground.organisation, desk: desk.id, deskKey: desk.key }
  const tree = KeyTree.decode(env.suite, secrets.tree)
  const ground: LogGround = { suite: env.suite, context, tree }
  const reader = new LogReader(ground, [])
  const [key = new Uint8Array(32)] = secrets.compartment.keys
  const id = toHex(desk.id)
  let bundles = 0
  let events = 0
  const lay = async (bundle: Uint8Array): Promise<void> => {
    await world.store.append(id, bundles, bundle)
    reader.take(bundle)
    bundles += 1
  }
  const drain = async (author: Author): Promise<void> => {
    while (author.pending > 0) {
      const payload = author.prepare(reader.mark)
      if (payload === null) return
      await lay(sealBundle(env, key, payload))
      author.accepted()
      for (let n = 1; n < size.oneOf; n++) await lay(emptyBundle(env))
    }
  }
  const members = Array.from({ length: size.handlers }, (_, n) =>
    makeMember(env, world.ground, `handler-${n}`, 'handler', [secrets]),
  )
  const identity = env.suite.signingKey(secrets.identitySeed)
  const authors = members.map(({ keyring }) => {
    const keys = memberKeys(env.suite, keyring.memberSeed)
    const author = new Author(env, keys.signing, ground, secrets.compartment)
    const facts = {
      name: keyring.name,
      role: keyring.role,
      sealingKey: keys.sealing.publicKey,
    }
    const vouch = vouchFor(identity, context, keys.signing.publicKey, facts)
    author.enqueue({ kind: 'member-joined', ...facts, vouch }, env.nowMs())
    return author
  })
  for (const author of authors) await drain(author)
  const [first, ...others] = authors
  const [viewer] = members
  if (first === undefined || viewer === undefined) throw new TypeError('a desk without members')
  const say = async (author: Author, body: EventBody, leaf: number): Promise<void> => {
    author.enqueue(body, env.nowMs(), leaf)
    events += 1
    if (author.pending >= AT_ONCE) await drain(author)
  }
  for (let at = 0; at < size.contacts; at++) {
    const conversation = env.random(32)
    const seed = env.random(32)
    const leaf = at + 1
    for (let n = 0; n < size.messagesEach; n++)
      await say(first, messageOf(world, conversation, seed, at * size.messagesEach + n), leaf)
    await drain(first)
    const author = others[at % Math.max(1, others.length)] ?? first
    if (at % 5 !== 0) await say(author, { kind: 'contact-accepted', conversation }, leaf)
    const text = sentence(world, at)
    if (at % 3 === 0)
      await say(author, { kind: 'reply', conversation, replyId: env.random(8), text }, leaf)
  }
  for (const author of authors) await drain(author)
  return { keyring: viewer.keyring, bundles, events }
}

function messageOf(
  world: World,
  conversation: Uint8Array,
  seed: Uint8Array,
  number: number,
): MessageAssembled {
  const { env } = world
  return {
    kind: 'message-assembled',
    messageId: env.random(16),
    conversation,
    messageKind: 'message',
    seed,
    text: sentence(world, number),
    files: [],
    exclusions: [],
    answers: new Uint8Array(0),
    about: null,
    parts: [],
  }
}

function sentence({ env }: World, number: number): string {
  const words = [WORD_LIST, RUSSIAN, PERSIAN][number % 3] ?? WORD_LIST
  return Array.from({ length: WORDS_A_MESSAGE }, () => words[env.pick(words.length)]).join(' ')
}
