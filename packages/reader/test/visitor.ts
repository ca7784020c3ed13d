import { createHmac } from 'node:crypto'
import {
  cutMessage,
  decodeDay,
  decodeDrop,
  encodeMessage,
  type Env,
  findParts,
  findReceipts,
  RECENT_DROP_BYTES,
  type Suite,
} from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { type DocumentMemory, MemoryOfOneDocument } from '../src/client/document-memory.ts'
import { Keeper } from '../src/client/keeper.ts'
import { contentOf, type Press } from '../src/client/press.ts'
import { VaultOfOneDocument, type VaultStore } from '../src/client/vault-store.ts'
import type { House } from './house.ts'

/** Receipts are looked for in hundreds of thousands. */
const fastSuite: Suite = {
  ...portableSuite,
  hmacSha256: (key, ...parts) => {
    const hmac = createHmac('sha256', key)
    for (const part of parts) hmac.update(part)
    return new Uint8Array(hmac.digest())
  },
}

/** The press as it is, but for Argon2id, which is slow on purpose. */
export const press: Press = {
  argon2id: (password, salt) => Promise.resolve(portableSuite.sha256(password, salt)),
  pack: async (seed, draft) => {
    const message = { type: 1, seed, content: contentOf(draft) } as const
    return cutMessage(portableSuite, encodeMessage(portableSuite, message))
  },
  searchSlots: async (seed, file) =>
    findParts(
      portableSuite,
      [seed],
      file.length === RECENT_DROP_BYTES ? decodeDrop(file).slots : decodeDay(file),
    ),
  searchReceipts: async ({ seed, drop, numbers, repeats }) =>
    findReceipts(fastSuite, seed, decodeDrop(drop).receipts, numbers, repeats),
}

export interface Reader {
  readonly house: House
  readonly env: Env
  readonly keeper: Keeper
  /** Paths fetched, in order. */
  readonly asked: string[]
}

export function reader(
  house: House,
  memory: DocumentMemory = new MemoryOfOneDocument(),
  vault: VaultStore = new VaultOfOneDocument(),
): Reader {
  const keeper = new Keeper(house.env, house.trusted, memory, press, vault)
  return { house, env: house.env, keeper, asked: [] }
}

export function get({ house, asked }: Reader, path: string): Uint8Array | null {
  asked.push(path)
  return house.documents.get(path) ?? null
}

/** One page view as the page drives it; the front answers `taken`. */
export async function view(one: Reader, taken = true): Promise<Uint8Array> {
  const { keeper, house } = one
  void keeper.begin()
  await new Promise((resolve) => setTimeout(resolve))
  let wanted = await keeper.takeNow(get(one, 'now'))
  for (let count = 0; wanted !== null && count < 2; count += 1)
    wanted = keeper.takeDocument(wanted, get(one, wanted))
  const { cell, ticket } = keeper.cell()
  keeper.posted(ticket)
  await keeper.vaultMoment()
  keeper.answered(ticket, taken)
  for (const path of keeper.filesWanted())
    keeper.takeFile(path, get(one, path) ?? new Uint8Array(0))
  house.receive(cell)
  return cell
}

/** A later mix interval, and a later batch in `/now`. */
export function later(house: House): void {
  house.env.advance(house.parameters.mixIntervalMs)
  house.batch += 1
  house.signNow()
}
