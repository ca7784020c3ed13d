import { setImmediate as breathe } from 'node:timers/promises'
import {
  answeringDesks,
  decodeDay,
  decodeDrop,
  type DeskSecrets,
  type DeskTurn,
  findParts,
  findReceipts,
  type FoundPart,
  gatherReplies,
  repeatsInDrop,
  type Root,
  type Statement,
  toHex,
} from '@postern/protocol'
import type { DoorHouse } from './door-house.ts'

/** What the reader drops hold for one pair of words and desk. */
export interface FoundThread {
  /** Of the desk, lower-case hex. */
  readonly desk: string
  readonly secrets: DeskSecrets
  readonly answers: readonly { readonly id: Uint8Array; readonly text: string }[]
  /** Whole messages that the desk has, as its receipts say. (R6) */
  readonly received: number
}

/** So many message numbers are tried as a desk writes them whose agent runs all the time. */
const NUMBERS = 32
const NEAR_LEADS = 5
const LEADS = 256
/** And so many beyond them as one writes that syncs seldom: each costs some 1,500 tries a desk. */
const NUMBERS_AHEAD = 4

/** Searches what this front serves to everyone, for each desk, and keeps nothing. (R5) */
export async function findThreads(
  house: DoorHouse,
  statement: Statement,
  root: Root,
): Promise<FoundThread[]> {
  const threads: FoundThread[] = []
  const desks = answeringDesks(statement.desks)
  for (const [deskIndex, { id }] of desks.entries()) {
    const secrets = root.conversation(house.env.suite, id)
    const answers = await findAnswers(house, secrets.seed)
    const turn = { deskIndex, deskCount: desks.length }
    const received = countReceipts(house, statement, turn, secrets.seed)
    threads.push({ desk: toHex(id), secrets, answers, received })
    await breathe()
  }
  return threads
}

async function findAnswers(house: DoorHouse, seed: Uint8Array): Promise<FoundThread['answers']> {
  const { suite } = house.env
  const found: FoundPart[] = []
  const drop = house.drop()
  const files = [...house.days().map(decodeDay), ...(drop ? [decodeDrop(drop.bytes).slots] : [])]
  for (const slots of files) {
    found.push(...findParts(suite, [seed], slots))
    await breathe()
  }
  return gatherReplies(found).flatMap((reply) =>
    reply.kind === 'whole' ? [{ id: reply.replyId, text: reply.text }] : [],
  )
}

function countReceipts(
  house: DoorHouse,
  { parameters }: Statement,
  turn: DeskTurn,
  seed: Uint8Array,
): number {
  const recent = house.drop()
  if (recent === null) return 0
  const repeats = repeatsInDrop(parameters, turn, recent.number, null)
  const near = repeats.filter((r) => r % LEADS < NEAR_LEADS)
  const { receipts } = decodeDrop(recent.bytes)
  const count = (from: number, ahead: number, tried: readonly number[]): number => {
    const numbers = Array.from({ length: ahead }, (_, n) => from + n)
    const has = findReceipts(house.env.suite, seed, receipts, numbers, tried)
    return Math.max(from, ...has.map((n) => n + 1))
  }
  return count(count(0, NUMBERS, near), NUMBERS_AHEAD, repeats)
}
