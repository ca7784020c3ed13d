import { deskKeySeed, linkAt } from '@postern/casework'
import { decodeDrop, findParts, gatherReplies, openBatch, toHex, utf8 } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import {
  decodeKeyring,
  type DeskMember,
  encodeKeyring,
  openKeyring,
  sealKeyring,
} from '../src/index.ts'
import { readParts } from '../src/member/part-reader.ts'
import { messageOf } from './message.ts'
import { nodeArgon2id } from './node-argon2id.ts'
import { World } from './world.ts'

const DAY_MS = 86_400_000

function textsOf(member: DeskMember, desk: number = 0): (string | null)[] {
  const contacts = member.rooms[desk]?.contacts() ?? []
  return contacts.flatMap(({ messages }) => messages.map(({ facts }) => facts.text))
}

describe('what the desk server sees', () => {
  /** The same hour in two worlds: with a message, an answer and a read-out, or with noise alone. */
  async function requestsOf(busy: boolean): Promise<string[]> {
    const world = new World('coupling')
    const { env } = world
    const agent = world.join('agent', 'agent', [0, 1])
    const anna = world.join('anna', 'handler', [0, 1])
    const source = env.suite.signingKey(env.random(32))
    await world.rounds(4, agent, anna)
    if (busy) world.send(source, messageOf(env.random(32), 'important'))
    world.fire(busy ? 2 : 3)
    await world.rounds(6, agent, anna)
    const room = anna.rooms[0]
    const contact = room?.contacts()[0]
    expect(contact !== undefined).toBe(busy)
    if (room && contact?.messages[0]) {
      await room.read(contact.messages[0])
      room.accept(contact.conversation)
      room.reply(contact.conversation, 'an answer '.repeat(400))
      room.note(contact.conversation, 'a note')
    }
    await world.rounds(16, agent, anna)
    world.fire(4)
    await world.rounds(4, agent, anna)
    return world.seen.map(({ method, path, bytes }) => `${method} ${path} ${bytes}`)
  }

  it('is the same requests in the same order, whatever was written, read or answered', async () => {
    const busy = await requestsOf(true)
    expect(busy.length).toBeGreaterThan(300)
    expect(busy).toEqual(await requestsOf(false))
  })

  it('has one bundle of each member in each tick', async () => {
    const world = new World('ticks')
    const members = [world.join('agent', 'agent'), world.join('anna', 'handler')]
    await world.rounds(3, ...members)
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    const before = await world.store.length(desk)
    await world.rounds(10, ...members)
    expect((await world.store.length(desk)) - before).toBe(20)
    const bundles = await world.store.read(desk, 0, 999)
    expect(new Set(bundles.map((bundle) => toHex(bundle.subarray(0, 32)))).size).toBe(
      bundles.length,
    )
    for (const bundle of bundles) expect(new Set(bundle).size).toBeGreaterThan(200)
  })

  it.each([
    ['one after another', false],
    ['all at once', true],
  ])('never shows two tray packs of one interval, members ticking %s', async (_how, atOnce) => {
    const world = new World('packs')
    const agent = world.join('agent', 'agent')
    const second = world.open(agent.keyring)
    const anna = world.join('anna', 'handler')
    const packs = new Map<number, number>()
    for (let n = 0; n < 30; n++) {
      const before = world.seen.length
      await world.round(...(atOnce ? [] : [agent, second, anna]))
      if (atOnce)
        await Promise.all([agent, second, anna].map(async (member) => await member.tick()))
      const interval = Math.floor(world.env.nowMs() / 5_000)
      const put = world.seen.slice(before).filter(({ path }) => path.startsWith('/trays/'))
      packs.set(interval, (packs.get(interval) ?? 0) + put.length)
    }
    expect(Math.max(...packs.values())).toBe(1)
    expect([...packs.values()].filter((count) => count === 1).length).toBeGreaterThan(8)
  })
})

describe('a member’s engine', () => {
  it('puts a message together whose parts came in different drops', async () => {
    const world = new World('parts')
    const { env } = world
    const agent = world.join('agent', 'agent')
    const anna = world.join('anna', 'handler')
    const source = env.suite.signingKey(env.random(32))
    const file = env.random(30_000)
    const message = messageOf(env.random(32), 'three parts', [
      {
        name: 'a',
        mediaType: 'image/png',
        bytes: file,
        sha256: env.suite.sha256(file),
        kind: 'original',
      },
    ])
    world.send(source, message, 0, [0, 2])
    world.fire()
    await world.rounds(5, agent, anna)
    const room = anna.rooms[0]
    const [contact] = room?.contacts() ?? []
    if (!room || !contact) throw new TypeError('no contact')
    expect(textsOf(anna)).toEqual([])
    expect(room.log.casebook.partials(contact)).toMatchObject([{ missing: [1], count: 3 }])
    const restarted = world.open(agent.keyring)
    world.send(source, message, 0, [1])
    world.fire()
    await world.rounds(5, restarted, anna)
    expect(textsOf(anna)).toEqual(['three parts'])
    expect(room.log.casebook.partials(contact)).toEqual([])
  })

  it('leaves the intake to the agent, and does it when there is none', async () => {
    const world = new World('alone')
    const anna = world.join('anna', 'handler')
    const source = world.env.suite.signingKey(world.env.random(32))
    const seed = world.env.random(32)
    await world.rounds(2, anna)
    world.send(source, messageOf(seed, 'is anybody there'))
    world.fire()
    await world.rounds(3, anna)
    expect(anna.rooms[0]?.log.casebook.drops.size).toBe(0)
    await world.rounds(12, anna)
    expect(textsOf(anna)).toEqual(['is anybody there'])
    const contact = anna.rooms[0]?.contacts()[0]
    anna.rooms[0]?.reply(contact?.conversation ?? utf8(''), 'yes')
    await world.rounds(20, anna)
    const slots = decodeDrop(world.readerDrop).slots
    expect(gatherReplies(findParts(world.env.suite, [seed], slots))).toMatchObject([
      { kind: 'whole', text: 'yes' },
    ])
  })

  it('takes everything once, though the agent runs twice and is killed in between', async () => {
    const world = new World('twice')
    const agents = [world.join('agent', 'agent')]
    const [first] = agents
    if (!first) throw new TypeError('no agent')
    agents.push(world.open(first.keyring))
    const source = world.env.suite.signingKey(world.env.random(32))
    const seed = world.env.random(32)
    for (let n = 0; n < 4; n++) {
      world.send(source, messageOf(seed, `message ${n}`))
      world.fire()
      await world.round(...agents)
      agents[n % 2] = world.open(first.keyring)
    }
    await world.rounds(8, ...agents)
    const [agent] = agents
    if (!agent) throw new TypeError('no agent')
    expect(textsOf(agent)).toHaveLength(4)
    expect(new Set(textsOf(agent)).size).toBe(4)
    const numbers = agent.rooms[0]?.contacts()[0]?.messages.map((one) => one.receiptNumber)
    expect(numbers).toEqual([0, 1, 2, 3])
    expect(agent.rooms[0]?.log.findings).toEqual([])
  })

  it('keeps what was typed while the desk server is away, and sends it once', async () => {
    const world = new World('offline')
    const agent = world.join('agent', 'agent')
    const anna = world.join('anna', 'handler')
    world.send(
      world.env.suite.signingKey(world.env.random(32)),
      messageOf(world.env.random(32), 'hello'),
    )
    world.fire()
    await world.rounds(6, agent, anna)
    const room = anna.rooms[0]
    const contact = room?.contacts()[0]
    if (!room || !contact) throw new TypeError('no contact')
    world.deskOffline = true
    room.reply(contact.conversation, 'kept')
    await expect(anna.tick()).rejects.toThrow('desk-unreachable')
    expect(room.queued).toHaveLength(1)
    world.deskOffline = false
    await world.rounds(3, agent, anna)
    expect(room.queued).toEqual([])
    expect(contact.replies.map(({ facts }) => facts.text)).toEqual(['kept'])
  })

  it('begins a new session when the desk server was restarted', async () => {
    const world = new World('restart')
    const anna = world.join('anna', 'handler')
    await world.round(anna)
    world.restartServer()
    await world.round(anna)
    expect(anna.rooms[0]?.log.caughtUp).toBe(true)
  })

  it('is refused when the desk server does not know its key', async () => {
    const world = new World('unknown')
    const anna = world.join('anna', 'handler')
    world.config.desks[0]?.members.splice(0)
    await expect(world.round(anna)).rejects.toThrow('desk-refused')
  })

  it('says that the words are not the source’s when a colleague planted them', async () => {
    const world = new World('planted')
    const agent = world.join('agent', 'agent')
    const anna = world.join('anna', 'handler')
    const source = world.env.suite.signingKey(world.env.random(32))
    world.send(source, messageOf(world.env.random(32), 'hers'))
    world.fire()
    await world.rounds(6, agent, anna)
    const genuine = anna.rooms[0]?.contacts()[0]?.messages[0]
    if (!genuine) throw new TypeError('no message')
    agent.rooms[0]?.log.enqueue(
      agent.rooms[0].secrets.compartment,
      { ...genuine.facts, messageId: world.env.random(16), text: 'never said' },
      0,
    )
    await world.rounds(3, agent, anna)
    const planted = anna.rooms[0]?.contacts()[0]?.messages[1]
    expect(planted?.facts.text).toBe('never said')
    const read = await Promise.all(
      [genuine, planted].map(async (one) => one && (await anna.rooms[0]?.read(one))),
    )
    expect(read.map((one) => one?.kind)).toEqual(['read', 'broken'])
  })

  it('reads no envelope as another contact’s, or as another desk’s', async () => {
    const world = new World('borrowed')
    const agent = world.join('agent', 'agent')
    world.send(
      world.env.suite.signingKey(world.env.random(32)),
      messageOf(world.env.random(32), 'hers'),
    )
    world.fire()
    await world.rounds(6, agent)
    const contact = agent.rooms[0]?.contacts()[0]
    const part = contact && [...contact.parts.values()].flat()[0]
    const [desk, other] = world.desks
    if (!part || !desk || !other) throw new TypeError('no part')
    const { suite } = world.env
    const mix2 = world.trust.mixes[1].key
    const batch = openBatch(suite, world.batches[0] ?? utf8(''), mix2, 14_099)
    const { organisation } = world.ground
    const reading = {
      suite,
      context: { organisation, desk: desk.id, deskKey: desk.key },
      mirror: { batch: async () => batch },
      trust: world.trust,
      maxInflatedBytes: 4_194_304,
    }
    const elsewhere = { ...reading, context: { ...reading.context, desk: other.id } }
    const borrowed = { ...part, conversation: world.env.random(32) }
    const { key, nonce } = part.content
    const garbled = { ...part, content: { key: key.with(0, (key[0] ?? 0) ^ 1), nonce } }
    const kinds = await Promise.all([
      readParts(reading, [part]),
      readParts(reading, [borrowed]),
      readParts(reading, [garbled]),
      readParts(reading, [{ ...part, item: 99 }]),
      readParts(elsewhere, [part]),
    ])
    expect(kinds.map(({ kind }) => kind)).toEqual(['read', 'broken', 'broken', 'broken', 'broken'])
  })

  it('finds that the desk server shows it another log', async () => {
    const world = new World('fork')
    const agent = world.join('agent', 'agent')
    const anna = world.join('anna', 'handler')
    await world.rounds(3, agent, anna)
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    const bundles = await world.store.read(desk, 0, 999)
    const changed = bundles.toSpliced(1, 1)
    for (const [n, bundle] of changed.entries()) await world.store.append('forked', n, bundle)
    const read = world.store.read.bind(world.store)
    world.store.read = async (_desk, from, most) => await read('forked', from, most)
    const fresh = world.open(anna.keyring)
    await fresh.tick().catch(() => undefined)
    expect(fresh.rooms[0]?.log.findings.map(({ kind }) => kind)).toContain('other-log')
  })

  it('does no harm with a clock that is ten minutes off', async () => {
    const world = new World('clock')
    const agent = world.join('agent', 'agent')
    const { keyring } = world.join('anna', 'handler')
    for (const offMs of [600_000, -600_000]) {
      const seed = world.env.random(32)
      const off = { ...world.env, nowMs: () => world.env.nowMs() + offMs }
      const anna = world.open(keyring, off)
      world.send(world.env.suite.signingKey(world.env.random(32)), messageOf(seed, `${offMs}`))
      world.fire()
      await world.rounds(6, agent, anna)
      const contact = anna.rooms[0]
        ?.contacts()
        .find(({ messages }) => messages[0]?.facts.text === `${offMs}`)
      anna.rooms[0]?.reply(contact?.conversation ?? utf8(''), 'in time')
      await world.rounds(14, anna, agent)
      const slots = decodeDrop(world.readerDrop).slots
      expect(gatherReplies(findParts(world.env.suite, [seed], slots))).toMatchObject([
        { text: 'in time' },
      ])
      const newest = Math.max(...(agent.rooms[0]?.log.casebook.trayClaims.keys() ?? []))
      expect(newest).toBeLessThanOrEqual(Math.floor(world.env.nowMs() / 5_000))
    }
  })

  it('keeps desks apart: one desk’s message is no other’s', async () => {
    const world = new World('apart')
    const agent = world.join('agent', 'agent', [0, 1])
    world.send(
      world.env.suite.signingKey(world.env.random(32)),
      messageOf(world.env.random(32), 'second'),
      1,
    )
    world.fire()
    await world.rounds(6, agent)
    expect([textsOf(agent, 0), textsOf(agent, 1)]).toEqual([[], ['second']])
  })
})

describe('keys', () => {
  it('are offered four statements ahead before there is any statement', async () => {
    const world = new World('offers')
    const agent = world.join('agent', 'agent')
    await world.round(agent)
    const answer = await world.server.handle(new Request('https://peer/desk-keys'), 'publisher')
    const epochs = [1, 2, 3, 4].map((epoch) => expect.objectContaining({ epoch }))
    expect(await answer.json()).toEqual(expect.objectContaining({ offers: epochs }))
  })

  it('are forgotten thirty days after their epoch, in the keyring too', async () => {
    const world = new World('forget')
    const agent = world.join('agent', 'agent')
    await world.rounds(3, agent)
    expect(agent.keyring.desks[0]?.intake?.link.number).toBeLessThanOrEqual(1)
    for (let day = 1; day <= 33; day++) {
      world.env.advance(DAY_MS)
      world.addStatement(Math.floor(world.env.nowMs() / DAY_MS) * DAY_MS)
      await world.rounds(2, agent)
    }
    const link = agent.keyring.desks[0]?.intake?.link
    if (!link) throw new TypeError('no link')
    expect(link.number).toBeGreaterThanOrEqual(3)
    expect(link.number).toBeLessThan(10)
    expect(linkAt(world.env.suite, link, 1)).toBeNull()
    const original = world.desks[0]?.secrets.intake?.link
    const later = original && linkAt(world.env.suite, original, 34)
    const now = linkAt(world.env.suite, link, 34)
    expect(now && deskKeySeed(world.env.suite, now)).toEqual(
      later && deskKeySeed(world.env.suite, later),
    )
  }, 120_000)

  it('open with the passphrase, typed in any form, and with no other', async () => {
    const world = new World('keyring')
    const { keyring } = world.join('anna', 'handler', [0, 1])
    const { suite } = world.env
    const sealed = await sealKeyring(world.env, nodeArgon2id, 'Schlüssel  zwei', keyring)
    expect(await openKeyring(suite, nodeArgon2id, ' Schlu\u0308ssel zwei ', sealed)).toEqual(
      keyring,
    )
    expect(await openKeyring(suite, nodeArgon2id, 'Schlussel zwei', sealed)).toBeNull()
    expect(await openKeyring(suite, nodeArgon2id, 'Schlüssel zwei', sealed.with(40, 0))).toBeNull()
    expect(decodeKeyring(encodeKeyring(keyring))).toEqual(keyring)
  })
})

describe('what is written down', () => {
  it('has no mark of what was said in log lines, store or drops', async () => {
    const world = new World('canary')
    const agent = world.join('canaryagent', 'agent')
    const anna = world.join('canaryanna', 'handler')
    const marks = [
      'canarytext',
      'canaryfile',
      'canaryanswer',
      'canarynote',
      'canaryanna',
      'canaryagent',
    ]
    const bytes = utf8('canaryfile inside')
    world.send(
      world.env.suite.signingKey(world.env.random(32)),
      messageOf(world.env.random(32), 'canarytext', [
        {
          name: 'canaryfile.pdf',
          mediaType: 'application/pdf',
          bytes,
          sha256: world.env.suite.sha256(bytes),
          kind: 'cleaned',
        },
      ]),
    )
    world.fire()
    await world.rounds(6, agent, anna)
    const room = anna.rooms[0]
    const contact = room?.contacts()[0]
    if (!room || !contact) throw new TypeError('no contact')
    room.reply(contact.conversation, 'canaryanswer')
    room.note(contact.conversation, 'canarynote')
    await world.rounds(6, agent, anna)
    world.log.flush()
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    const kept = [
      ...(await world.store.read(desk, 0, 9_999)),
      (await world.store.trays(desk)) ?? utf8(''),
      ...(await Promise.all(
        (await world.drops.list('')).map(async (name) => (await world.drops.get(name)) ?? utf8('')),
      )),
      ...world.lines.map(utf8),
      ...world.seen.map(({ path }) => utf8(path)),
    ]
    expect(world.lines.length).toBeGreaterThan(0)
    for (const mark of marks)
      for (const form of [
        mark,
        Buffer.from(mark).toString('hex'),
        Buffer.from(mark).toString('base64').slice(0, 12),
      ])
        expect(kept.some((one) => Buffer.from(one).includes(form))).toBe(false)
  })
})
