import { type Case, type Casebook, type EventBody, KeyTree, THIS_CASE } from '@postern/casework'
import { equalBytes } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import type { DeskMember, DeskRoom } from '../src/index.ts'
import { messageOf } from './message.ts'
import { World } from './world.ts'

interface Team {
  readonly world: World
  readonly agent: DeskMember
  readonly anna: DeskMember
  readonly boris: DeskMember
  readonly vera: DeskMember
}

function roomOf(member: DeskMember): DeskRoom {
  const [room] = member.rooms
  if (room === undefined) throw new TypeError('no desk')
  return room
}

const casebookOf = (member: DeskMember): Casebook => roomOf(member).log.casebook
const keyOf = (casebook: Casebook, name: string): Uint8Array => {
  const found = [...casebook.members.values()].find(({ facts }) => facts.name === name)
  if (found === undefined) throw new TypeError(name)
  return found.key
}

function caseOf(member: DeskMember): Case | null {
  return [...casebookOf(member).cases.values()][0] ?? null
}

const note = (text: string): EventBody => ({ kind: 'case-noted', subject: THIS_CASE, text })

function notesOf(member: DeskMember): string[] {
  return (caseOf(member)?.file?.content.notes ?? []).map(({ facts }) => facts.text)
}

async function teamAtWork(seed: string): Promise<Team> {
  const world = new World(seed, 1)
  const agent = world.join('agent', 'agent')
  const [anna, boris, vera] = ['anna', 'boris', 'vera'].map((name) =>
    world.join(name, 'handler', [0], false),
  )
  if (!anna || !boris || !vera) throw new TypeError('no team')
  await world.rounds(14, agent, anna, boris, vera)
  return { world, agent, anna, boris, vera }
}

async function openCase({ world, agent, anna, boris, vera }: Team): Promise<Case> {
  roomOf(anna).cases.open()
  await world.rounds(8, agent, anna, boris, vera)
  const held = caseOf(anna)
  if (held === null) throw new TypeError('no case')
  return held
}

describe('a case among colleagues', () => {
  it('is not opened before its keys can be kept, and leaves no trace of the try', async () => {
    const world = new World('too early', 1)
    const anna = world.join('anna', 'handler')
    expect(roomOf(anna).cases.open()).toBeNull()
    await world.rounds(2, anna)
    roomOf(anna).cases.open()
    await world.rounds(10, anna)
    expect(roomOf(anna).cases.isReady).toBe(true)
    expect(roomOf(anna).log.findings).toEqual([])
  })

  it('is there for who is read in, from its beginning, and for nobody else', async () => {
    const team = await teamAtWork('read in')
    const { world, agent, anna, boris, vera } = team
    const held = await openCase(team)
    roomOf(anna).cases.tell(held, 'file', note('before boris'))
    await world.rounds(4, agent, anna, boris, vera)
    expect(roomOf(anna).cases.readIn(held, keyOf(casebookOf(anna), 'boris'), 'file', 'r')).toBe(
      true,
    )
    await world.rounds(8, agent, anna, boris, vera)
    expect(notesOf(boris)).toEqual(['before boris'])
    expect(caseOf(boris)?.registry).toBeNull()
    expect(caseOf(vera)).toBeNull()
    roomOf(boris).cases.tell(caseOf(boris) ?? held, 'file', note('from boris'))
    await world.rounds(4, agent, anna, boris, vera)
    expect(notesOf(anna)).toEqual(['before boris', 'from boris'])
    for (const member of [agent, anna, boris, vera]) expect(roomOf(member).log.findings).toEqual([])
  })

  it('is coordinated blind: reference and duties, and no word of content', async () => {
    const team = await teamAtWork('blind')
    const { world, agent, anna, boris, vera } = team
    const held = await openCase(team)
    roomOf(anna).cases.tell(held, 'file', note('content'))
    roomOf(anna).cases.readIn(held, keyOf(casebookOf(anna), 'vera'), 'blind', 'coordinates')
    await world.rounds(8, agent, anna, boris, vera)
    const blind = caseOf(vera)
    expect(blind?.fellowship.reference).toBe(held.fellowship.reference)
    expect([blind?.file, blind?.registry]).toEqual([null, null])
    if (blind) roomOf(vera).cases.assign(blind, keyOf(casebookOf(vera), 'anna'))
    await world.rounds(4, agent, anna, boris, vera)
    expect(caseOf(anna)?.docket.assignment?.to).toEqual(keyOf(casebookOf(anna), 'anna'))
  })

  it('closes to who is read out: no later word opens with all that he has, and his own is refused', async () => {
    const team = await teamAtWork('read out')
    const { world, agent, anna, boris, vera } = team
    const held = await openCase(team)
    const borisKey = keyOf(casebookOf(anna), 'boris')
    roomOf(anna).cases.readIn(held, borisKey, 'file', 'r')
    await world.rounds(8, agent, anna, boris, vera)
    roomOf(anna).cases.readOut(held, borisKey, 'moved on')
    await world.rounds(2, agent, anna, boris, vera)
    roomOf(anna).cases.tell(held, 'file', note('after boris'))
    const his = caseOf(boris)
    if (his) roomOf(boris).cases.tell(his, 'file', note('still here'))
    await world.rounds(10, agent, anna, boris, vera)
    expect(notesOf(anna)).toEqual(['after boris'])
    expect(notesOf(boris)).toEqual([])
    const again = world.open(boris.keyring)
    await world.rounds(3, agent, anna, again)
    expect(notesOf(again)).toEqual([])
    expect(roomOf(anna).log.findings.map(({ kind }) => kind)).not.toContain('other-log')
  })

  it('opens again on another device of the same member, out of the log alone', async () => {
    const team = await teamAtWork('second device')
    const { world, agent, anna, boris, vera } = team
    const held = await openCase(team)
    roomOf(anna).cases.tell(held, 'file', note('hers'))
    await world.rounds(3, agent, anna, boris, vera)
    const second = world.open(anna.keyring)
    await world.rounds(3, agent, second, boris, vera)
    expect(notesOf(second)).toEqual(['hers'])
  })
})

describe('a source who names whom she fears', () => {
  it('is read by all but him, who holds no key to any part of what she wrote', async () => {
    const world = new World('exclusions', 1)
    const agent = world.join('agent', 'agent')
    const anna = world.join('Anna Sol', 'handler', [0], false)
    const boris = world.join('Boris Lund', 'handler', [0], false)
    await world.rounds(12, agent, anna, boris)
    const source = world.env.suite.signingKey(world.env.random(32))
    const seed = world.env.random(32)
    const picture = world.env.random(30_000)
    const sha256 = world.env.suite.sha256(picture)
    const file = {
      name: 'a',
      mediaType: 'image/png',
      bytes: picture,
      sha256,
      kind: 'original',
    } as const
    const message = messageOf(seed, 'about Lund', [file])
    world.send(source, { ...message, content: { ...message.content, exclusions: ['Lund'] } })
    world.fire()
    await world.rounds(12, agent, anna, boris)
    const [contact] = roomOf(anna).contacts()
    expect(contact?.messages[0]?.facts.text).toBe('about Lund')
    const read = contact?.messages[0] && (await roomOf(anna).read(contact.messages[0]))
    expect(read?.kind === 'read' && read.message.content.attachments[0]?.bytes).toEqual(picture)
    world.send(source, messageOf(seed, 'and again'))
    world.fire()
    await world.rounds(6, agent, anna, boris)
    expect(contact?.messages.map(({ facts }) => facts.text)).toEqual(['about Lund', 'and again'])
    if (contact) roomOf(anna).reply(contact.conversation, 'We keep him out.')
    await world.rounds(4, agent, anna, boris)
    const his = casebookOf(boris)
    expect([his.contacts.size, his.cases.size, his.unknown]).toEqual([0, 0, []])
    expect([...his.fellowships.all.values()].map(({ kind }) => kind)).not.toContain('contact')
    expect(contact?.replies).toHaveLength(1)
  })

  it('is read by who comes to the desk later, unless he bears the name', async () => {
    const world = new World('later', 1)
    const agent = world.join('agent', 'agent')
    const anna = world.join('Anna Sol', 'handler', [0], false)
    const boris = world.join('Boris Lund', 'handler', [0], false)
    await world.rounds(12, agent, anna, boris)
    const source = world.env.suite.signingKey(world.env.random(32))
    const message = messageOf(world.env.random(32), 'about Lund')
    world.send(source, { ...message, content: { ...message.content, exclusions: ['Lund'] } })
    world.fire()
    await world.rounds(12, agent, anna, boris)
    const dora = world.join('Dora Vik', 'handler', [0], false)
    const erik = world.join('Erik Lund', 'handler', [0], false)
    await world.rounds(24, agent, anna, boris, dora, erik)
    const seen = [anna, boris, dora, erik].map((member) => roomOf(member).contacts().length)
    expect(seen).toEqual([1, 0, 1, 0])
    const [contact] = roomOf(dora).contacts()
    expect(contact?.messages[0]?.facts.text).toBe('about Lund')
    const fellowship = contact && casebookOf(dora).fellowships.of(contact.compartment.id)
    expect(fellowship?.changes.filter(({ how }) => how === 'in')).toHaveLength(2)
  })
})

describe('a member who leaves the desk', () => {
  it('takes nothing along: the desk’s key is turned, and what comes later is not his', async () => {
    const team = await teamAtWork('leaves')
    const { world, agent, anna, boris, vera } = team
    const source = world.env.suite.signingKey(world.env.random(32))
    roomOf(anna).readOut(keyOf(casebookOf(anna), 'boris'), 'lost his device')
    await world.rounds(16, agent, anna, vera)
    world.send(source, messageOf(world.env.random(32), 'after he left'))
    world.fire()
    await world.rounds(8, agent, anna, vera)
    const textsOf = (member: DeskMember): unknown[] =>
      roomOf(member)
        .contacts()
        .flatMap(({ messages }) => messages.map(({ facts }) => facts.text))
    expect([textsOf(anna), textsOf(vera)]).toEqual([['after he left'], ['after he left']])
    const thief = world.open(boris.keyring)
    await thief.tick()
    expect(casebookOf(thief).contacts.size).toBe(0)
    const fresh = world.open(vera.keyring)
    await world.rounds(2, agent, anna, fresh)
    expect(textsOf(fresh)).toEqual(['after he left'])
  })
})

describe('disposal', () => {
  it('leaves a certificate, and no key in any keyring that opens what was', async () => {
    const team = await teamAtWork('disposal')
    const { world, agent, anna, boris, vera } = team
    const held = await openCase(team)
    const room = roomOf(anna)
    room.cases.tell(held, 'file', note('what she saw'))
    room.cases.readIn(held, keyOf(casebookOf(anna), 'boris'), 'file', 'r')
    await world.rounds(8, agent, anna, boris, vera)
    const request = room.cases.tell(held, 'docket', {
      kind: 'act-asked',
      act: 'early-disposal',
      target: new Uint8Array(16),
      reason: 'she asked for it',
    })
    await world.rounds(3, agent, anna, boris, vera)
    const his = caseOf(boris)
    if (his && request)
      roomOf(boris).cases.tell(his, 'docket', {
        kind: 'act-answered',
        request,
        approved: true,
        reason: 'yes',
      })
    await world.rounds(3, agent, anna, boris, vera)
    const grants = casebookOf(anna).grants.filter(({ facts }) =>
      equalBytes(facts.compartment, held.file?.fellowship.compartment.id ?? new Uint8Array(0)),
    )
    room.cases.dispose(held, 'early, two signed')
    await world.rounds(4, agent, anna, boris, vera)
    for (const member of [anna, boris]) {
      expect(caseOf(member)?.docket.disposed).toMatchObject({ basis: 'early, two signed' })
      expect(caseOf(member)?.file).toBeNull()
    }
    expect(grants).toHaveLength(2)
    for (const [keyring, others] of [
      [anna.keyring, 0],
      [boris.keyring, 1],
    ] as const) {
      const [secrets] = keyring.desks
      const tree = KeyTree.decode(world.env.suite, secrets?.tree ?? new Uint8Array(0))
      expect(grants.filter(({ leaf }) => tree.leaf(leaf) !== null)).toHaveLength(others)
      const fresh = world.open(keyring)
      await world.rounds(2, agent, fresh)
      expect(caseOf(fresh)?.file ?? null).toBeNull()
      expect(casebookOf(fresh).unknown.some(({ facts }) => facts.kind === 'forgotten')).toBe(true)
    }
  })

  it('of a contact makes its words unreadable for good, and only when its grace is over', async () => {
    const team = await teamAtWork('contact')
    const { world, agent, anna, boris, vera } = team
    const source = world.env.suite.signingKey(world.env.random(32))
    world.send(source, messageOf(world.env.random(32), 'please forget me'))
    world.fire()
    await world.rounds(6, agent, anna, boris, vera)
    const [contact] = roomOf(anna).contacts()
    if (contact === undefined) throw new TypeError('no contact')
    roomOf(anna).dispose(contact, 'too soon')
    await world.rounds(2, agent, anna, boris, vera)
    expect(roomOf(anna).contacts()).toHaveLength(1)
    expect(roomOf(anna).log.findings.map(({ kind }) => kind)).toEqual(['out-of-place'])
  })
})
