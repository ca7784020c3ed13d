import type { DeskRoom } from '@postern/desk'
import { REHEARSAL, toHex } from '@postern/protocol'
import { BatchWitness } from '../simulator/batch-witness.ts'
import type { CrashSide } from '../simulator/fuse.ts'
import { type Disks, House, memoryDisks, type RoleName } from '../simulator/house.ts'
import { makeSource, type Source, statementOf, view } from '../simulator/source.ts'

/** One kill: which process, at which of its calls after the door opened, before or after it. */
export interface Kill {
  readonly role: RoleName
  readonly point: number
  readonly side: CrashSide
}

/** What one run with one kill showed. All zero is the promise. */
export interface Outcome {
  /** False when the process made fewer calls than that. */
  readonly killed: boolean
  /** Answered cells whose message the desk has not, or not whole. */
  readonly lost: number
  /** Messages that the desk has more than once. */
  readonly doubled: number
  /** Batch numbers under which two batches were shown. */
  readonly seconds: number
}

/** Rounds with new sources, then rounds in which what is under way arrives. */
const SENDING_ROUNDS = 4
const ARRIVING_ROUNDS = 8
const STEP_MS: number = REHEARSAL.mixIntervalMs / 2

/** One run of the whole house on one seed, with one kill in it or none. */
export async function playOnce(
  seed: string,
  kill: Kill | null,
  disks: Disks = memoryDisks(),
): Promise<Outcome> {
  const house = await House.open(seed, disks)
  await house.openDoor()
  if (kill !== null) house.nodes[kill.role].fuse.arm(kill.point, kill.side)
  const witness = new BatchWitness()
  const answered = await send(house, witness)
  for (let round = 0; round < ARRIVING_ROUNDS; round++) await step(house, witness)
  const killed = kill !== null && house.nodes[kill.role].crashes > 0
  return { killed, seconds: witness.seconds, ...atTheDesk(house, answered) }
}

/** How many calls each process makes in a run without a kill: the points there are. */
export async function countPoints(seed: string): Promise<Record<RoleName, number>> {
  const house = await House.open(seed)
  await house.openDoor()
  const before = pointsOf(house)
  const witness = new BatchWitness()
  await send(house, witness)
  for (let round = 0; round < ARRIVING_ROUNDS; round++) await step(house, witness)
  const after = pointsOf(house)
  const made = (role: RoleName): number => after[role] - before[role]
  return {
    front: made('front'),
    'mix-1': made('mix-1'),
    'mix-2': made('mix-2'),
    publisher: made('publisher'),
    desk: made('desk'),
  }
}

function pointsOf({ nodes }: House): Record<RoleName, number> {
  return {
    front: nodes.front.fuse.points,
    'mix-1': nodes['mix-1'].fuse.points,
    'mix-2': nodes['mix-2'].fuse.points,
    publisher: nodes.publisher.fuse.points,
    desk: nodes.desk.fuse.points,
  }
}

/** Sources and readers in turn; a source whose cell was not answered sends it afresh. */
async function send(house: House, witness: BatchWitness): Promise<Source[]> {
  const [desk] = house.ground.desks
  if (desk === undefined) throw new TypeError('the house has a desk')
  const statement = await statementOf(house)
  const answered: Source[] = []
  let waiting: Source[] = []
  for (let round = 0; round < SENDING_ROUNDS; round++) {
    waiting.push(makeSource(house.env, desk.id, `message ${round}`))
    const taken: Source[] = []
    for (const source of waiting) if (await view(house, statement, source)) taken.push(source)
    await view(house, statement, null)
    answered.push(...taken)
    waiting = waiting.filter((source) => !taken.includes(source))
    await step(house, witness)
  }
  return answered
}

async function step(house: House, witness: BatchWitness): Promise<void> {
  await house.round(STEP_MS)
  await witness.look(house)
}

function atTheDesk(house: House, answered: readonly Source[]): Pick<Outcome, 'lost' | 'doubled'> {
  const rooms = house.agents.flatMap((agent) => agent.rooms)
  const counts = answered.map(({ name }) => messagesOf(rooms, name))
  return {
    lost: counts.filter((count) => count === 0).length,
    doubled: counts.filter((count) => count > 1).length,
  }
}

function messagesOf(rooms: readonly DeskRoom[], conversation: string): number {
  const contacts = rooms.flatMap((room) => room.contacts())
  const own = contacts.filter((contact) => toHex(contact.conversation) === conversation)
  return own.reduce((sum, { messages }) => sum + messages.length, 0)
}
