import { toHex } from '@postern/protocol'
import { readWords } from '@postern/protocol/words'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DeskMember, type Keyring, keyringId, sealKeyring } from '../src/index.ts'
import {
  enrolmentMessage,
  type InvitationKeys,
  invitationKeys,
  WELCOME_BYTES,
  openWelcome,
} from '../src/member/invitation.ts'
import { memberKeys } from '../src/member/member-keys.ts'
import { messageOf } from './message.ts'
import { nodeArgon2id } from './node-argon2id.ts'
import { World } from './world.ts'

const DAY_MS = 86_400_000
const PASSPHRASE = 'words enough for a passphrase'

describe('who is asked in', () => {
  let world: World
  let anna: DeskMember
  let boris: DeskMember

  beforeEach(async () => {
    world = new World('enrolment', 1)
    anna = handler('anna')
    boris = handler('boris')
    await world.rounds(6, anna, boris)
  })

  /** The server takes a member without a keyring for an agent. */
  function handler(name: string): DeskMember {
    const member = world.join(name, 'handler')
    const last = world.config.desks[0]?.members.at(-1)
    if (last === undefined) throw new TypeError('nobody joined')
    last.keyring = keyringId(world.env.suite, name)
    return member
  }

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    return await world.server.handle(new Request(`https://desk.test${path}`, init))
  }

  async function invite(name: string, takesIn: boolean = true): Promise<InvitationKeys> {
    const words = await anna.rooms[0]?.enrolment.invite(nodeArgon2id, { name, takesIn })
    const read = readWords(world.env.suite, words?.join(' ') ?? '')
    if (read.kind !== 'words') throw new TypeError('no words')
    return await invitationKeys(world.env.suite, nodeArgon2id, read.entropy)
  }

  async function welcomeOf(keys: InvitationKeys): Promise<Keyring | null> {
    const answer = await ask(`/invitation/${keys.id}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect([answer.status, bytes.length]).toEqual([200, WELCOME_BYTES])
    return openWelcome(world.env.suite, keys, bytes)
  }

  async function enrol(keys: InvitationKeys, keyring: Keyring): Promise<number> {
    const { env, ground } = world
    const member = memberKeys(env.suite, keyring.memberSeed).signing.publicKey
    const id = keyringId(env.suite, keyring.name)
    const sealed = await sealKeyring(env, nodeArgon2id, PASSPHRASE, keyring)
    const { organisation } = ground
    const message = enrolmentMessage(env.suite, keys.id, {
      organisation,
      member,
      keyringId: id,
      sealed,
    })
    const query = `member=${toHex(member)}&keyring=${id}&signature=${toHex(keys.signing.sign(message))}`
    const body = sealed.slice()
    return (await ask(`/enrolment/${keys.id}?${query}`, { method: 'POST', body })).status
  }

  async function come(name: string, takesIn: boolean = true): Promise<Keyring> {
    const keys = await invite(name, takesIn)
    const welcome = await welcomeOf(keys)
    if (welcome === null) throw new TypeError('no welcome')
    const keyring = { ...welcome, memberSeed: world.env.random(32) }
    expect(await enrol(keys, keyring)).toBe(200)
    return keyring
  }

  const namesSeenBy = (member: DeskMember): string[] =>
    [...(member.rooms[0]?.log.casebook.members.values() ?? [])].map(({ facts }) => facts.name)

  it('comes once, reads the desk’s log from its beginning, and is known to all', async () => {
    const source = world.env.suite.signingKey(world.env.random(32))
    world.send(source, messageOf(world.env.random(32), 'before clara came'))
    world.fire()
    await world.rounds(8, anna, boris)
    const keys = await invite('clara')
    await world.rounds(3, anna, boris)
    expect(boris.rooms[0]?.enrolment.open.map(({ facts }) => facts.name)).toEqual(['clara'])
    const welcome = await welcomeOf(keys)
    if (welcome === null) throw new TypeError('no welcome')
    expect([welcome.name, welcome.role, welcome.memberSeed.every((byte) => byte === 0)]).toEqual([
      'clara',
      'handler',
      true,
    ])
    const keyring = { ...welcome, memberSeed: world.env.random(32) }
    expect(await enrol(keys, keyring)).toBe(200)
    expect(await enrol(keys, { ...keyring, memberSeed: world.env.random(32) })).toBe(401)
    expect(await welcomeOf(keys)).toBeNull()
    const clara = world.open(keyring)
    await world.rounds(8, anna, boris, clara)
    expect(namesSeenBy(anna)).toEqual(['anna', 'boris', 'clara'])
    expect(anna.rooms[0]?.enrolment.open).toEqual([])
    const texts = clara.rooms[0]?.contacts().flatMap((one) => one.messages.map((m) => m.facts.text))
    expect(texts).toEqual(['before clara came'])
    world.restartServer()
    await world.rounds(2, clara)
    expect(clara.rooms[0]?.log.findings).toEqual([])
  })

  it('is nobody without the words, and with a signature by another key', async () => {
    const keys = await invite('clara')
    const welcome = await welcomeOf(keys)
    if (welcome === null) throw new TypeError('no welcome')
    const other = { ...keys, signing: world.env.suite.signingKey(world.env.random(32)) }
    expect(await enrol(other, { ...welcome, memberSeed: world.env.random(32) })).toBe(401)
    const unknown = { ...keys, id: '00'.repeat(16) }
    expect(await welcomeOf(unknown)).toBeNull()
    expect(await enrol(unknown, { ...welcome, memberSeed: world.env.random(32) })).toBe(401)
    const answers = await Promise.all(
      [1, 2].map(async () => await ask(`/invitation/${unknown.id}`)),
    )
    const [first, second] = await Promise.all(answers.map(async (one) => await one.text()))
    expect(first).toBe(second)
  })

  it('takes nobody else’s name', async () => {
    await expect(invite('Boris')).rejects.toThrow('name-taken')
    const keys = await invite('clara')
    await world.rounds(2, anna, boris)
    await expect(invite('CLARA ')).rejects.toThrow('name-taken')
    const welcome = await welcomeOf(keys)
    if (welcome === null) throw new TypeError('no welcome')
    const stolen = { ...welcome, name: 'anna', memberSeed: world.env.random(32) }
    await world.store.putKeyring(keyringId(world.env.suite, 'anna'), new Uint8Array(8))
    expect(await enrol(keys, stolen)).toBe(409)
    expect(await enrol(keys, { ...stolen, name: 'clara' })).toBe(200)
  })

  it('comes too late after three days, or when it was withdrawn', async () => {
    const late = await invite('late')
    await world.rounds(2, anna, boris)
    const [open] = anna.rooms[0]?.enrolment.open ?? []
    expect(open?.facts.name).toBe('late')
    const taken = await invite('withdrawn')
    await world.rounds(2, anna, boris)
    const withdrawn = anna.rooms[0]?.enrolment.open.find(({ facts }) => facts.name === 'withdrawn')
    if (withdrawn) await anna.rooms[0]?.enrolment.withdraw(withdrawn)
    expect(await welcomeOf(taken)).toBeNull()
    expect(await welcomeOf(late)).not.toBeNull()
    world.env.advance(4 * DAY_MS)
    expect(await welcomeOf(late)).toBeNull()
  })

  it('may not be asked in or put out by an agent, a stranger, or for another’s desk', async () => {
    const agent = world.join('agent', 'agent')
    await world.rounds(4, anna, boris, agent)
    await expect(
      agent.rooms[0]?.enrolment.invite(nodeArgon2id, { name: 'x', takesIn: false }),
    ).rejects.toThrow('desk-unreachable')
    const key = anna.rooms[0]?.memberKey ?? new Uint8Array(0)
    await expect(agent.rooms[0]?.enrolment.putOut(key)).rejects.toThrow('desk-unreachable')
    const path = `/put-out/${toHex(world.desks[0]?.id ?? key)}?member=${toHex(key)}`
    expect((await ask(path, { method: 'POST' })).status).toBe(401)
    await world.rounds(1, anna)
  })

  it('can be put out again: the server knows him no more, and no key of now is his', async () => {
    const keyring = await come('clara')
    const clara = world.open(keyring)
    await world.rounds(8, anna, boris, clara)
    const pending = await invite('dora')
    const claraKey = clara.rooms[0]?.memberKey ?? new Uint8Array(0)
    anna.rooms[0]?.readOut(claraKey, 'her telephone was taken')
    await anna.rooms[0]?.enrolment.putOut(claraKey)
    await expect(clara.tick()).rejects.toThrow('desk-refused')
    await world.rounds(10, anna, boris)
    expect(await welcomeOf(pending)).toBeNull()
    const source = world.env.suite.signingKey(world.env.random(32))
    const room = anna.rooms[0]
    world.send(source, messageOf(world.env.random(32), 'after clara'))
    world.fire()
    await world.rounds(8, anna, boris)
    expect(room?.contacts()).toHaveLength(1)
    world.restartServer()
    await expect(world.open(keyring).tick()).rejects.toThrow('desk-refused')
    expect(await world.store.keyring(keyringId(world.env.suite, 'clara'))).toBeNull()
    expect((await come('clara')).memberSeed).not.toEqual(keyring.memberSeed)
  })

  it('gets no keys of intake when the inviter says so', async () => {
    const keyring = await come('clara', false)
    expect(keyring.desks.map(({ intake }) => intake)).toEqual([null])
  })
})
