import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deskKeySeed, linkAt } from '@postern/casework'
import { decodeKeyring, DeskMember, type Keyring, MemoryDropCache } from '@postern/desk'
import {
  type Batch,
  ENC_BYTES,
  ITEM_BYTES,
  openBatch,
  openEnvelope,
  toHex,
  type TrustList,
} from '@postern/protocol'
import { nativeSuite, systemEnv } from '@postern/runtime'
import type { Place } from './place.ts'

/** What the desk agent's own keys show of the desks' logs. Only reads: it appends nothing. */
export class DeskEyes {
  readonly #member: DeskMember
  readonly #keyring: Keyring
  readonly #dropFolder: string

  private constructor(member: DeskMember, keyring: Keyring, dropFolder: string) {
    this.#member = member
    this.#keyring = keyring
    this.#dropFolder = dropFolder
  }

  static async open(place: Place): Promise<DeskEyes> {
    const keyring = decodeKeyring(await readFile(join(place.folder, 'agent', 'keyring')))
    const send = async (request: Request): Promise<Response> => await fetch(request)
    const cache = new MemoryDropCache()
    const parts = { env: systemEnv(), origin: place.desk, send, cache, keyring }
    const dropFolder = join(place.folder, 'desk', 'drops', 'drop')
    return new DeskEyes(new DeskMember(parts), keyring, dropFolder)
  }

  /** The texts of the whole messages of one conversation, in order; none while unreachable. */
  async texts(conversation: string): Promise<string[]> {
    return (await this.all()).get(conversation) ?? []
  }

  /** By conversation key in hex. */
  async all(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const { log } of this.#member.rooms) {
      await log.sync()
      for (const [name, { messages }] of log.casebook.contacts)
        found.set(name, [...(found.get(name) ?? []), ...messages.map(textOf)])
    }
    return found
  }

  /**
   * Everything that mix 2 ever handed over: the encapsulation of each envelope, in hex, and how many
   * envelopes open to each conversation key.
   */
  async drops(
    trust: TrustList,
  ): Promise<{ envelopes: string[]; opened: ReadonlyMap<string, number> }> {
    const envelopes: string[] = []
    const opened = new Map<string, number>()
    const names = (await readdir(this.#dropFolder)).filter((name) => /^\d+$/.test(name))
    for (const name of names) {
      const bytes = await readFile(join(this.#dropFolder, name))
      const batch = openBatch(nativeSuite, bytes, trust.mixes[1].key, ITEM_BYTES['mix-2'])
      for (const envelope of batch.items) {
        envelopes.push(toHex(envelope.subarray(0, ENC_BYTES)))
        const conversation = this.#conversationIn(batch, envelope)
        if (conversation !== null) opened.set(conversation, (opened.get(conversation) ?? 0) + 1)
      }
    }
    return { envelopes, opened }
  }

  #conversationIn({ header }: Batch, envelope: Uint8Array): string | null {
    for (const { intake } of this.#keyring.desks) {
      const at = intake && linkAt(nativeSuite, intake.link, header.epoch)
      const key = at && nativeSuite.kemKey(deskKeySeed(nativeSuite, at))
      const found = key && openEnvelope(nativeSuite, key, header.statement, envelope)
      if (found) return toHex(found.plaintext.subarray(0, 32))
    }
    return null
  }

  /** What is wrong with the logs. */
  findings(): string[] {
    return this.#member.rooms.flatMap(({ log, desk }) =>
      log.findings.map(({ kind, position }) => `${toHex(desk)} ${kind} at ${position}`),
    )
  }
}

function textOf({ facts }: { facts: { text: string | null } }): string {
  return facts.text ?? ''
}
