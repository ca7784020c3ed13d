import { setImmediate as breathe } from 'node:timers/promises'
import {
  decodeDay,
  decodeDrop,
  type DeskSecrets,
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

/** So many message numbers are tried, as a desk whose agent runs writes them. */
const NUMBERS = 32
const NEAR_LEADS = 5
const LEADS = 256

/** Searches what this front serves to everyone, for each desk, and keeps nothing. (R5) */
export async function findThreads(
  house: DoorHouse,
  statement: Statement,
  root: Root,
): Promise<FoundThread[]> {
  const threads: FoundThread[] = []
  for (const [deskIndex, { id }] of statement.desks.entries()) {
    const secrets = root.conversation(house.env.suite, id)
    const answers = await findAnswers(house, secrets.seed)
    const received = countReceipts(house, statement, deskIndex, secrets.seed)
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
  { parameters, desks }: Statement,
  deskIndex: number,
  seed: Uint8Array,
): number {
  const recent = house.drop()
  if (recent === null) return 0
  const turn = { deskIndex, deskCount: desks.length }
  const repeats = repeatsInDrop(parameters, turn, recent.number, null)
  const near = repeats.filter((r) => r % LEADS < NEAR_LEADS)
  const numbers = Array.from({ length: NUMBERS }, (_, n) => n)
  const { receipts } = decodeDrop(recent.bytes)
  const has = findReceipts(house.env.suite, seed, receipts, numbers, near)
  return Math.max(0, ...has.map((n) => n + 1))
}
