import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeKeyring, DeskMember, MemoryDropCache } from '@postern/desk'
import { toHex } from '@postern/protocol'
import { systemEnv } from '@postern/runtime'
import type { House } from './house.ts'

/** What the desk agent's own keys show of the desks' logs. Only reads: it appends nothing. */
export class DeskEyes {
  readonly #member: DeskMember

  private constructor(member: DeskMember) {
    this.#member = member
  }

  static async open(house: House): Promise<DeskEyes> {
    const keyring = decodeKeyring(await readFile(join(house.folder, 'agent', 'keyring')))
    const send = async (request: Request): Promise<Response> => await fetch(request)
    const cache = new MemoryDropCache()
    const parts = { env: systemEnv(), origin: house.desk, send, cache, keyring }
    return new DeskEyes(new DeskMember(parts))
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

  /** Where parts of a conversation were found: `drop:item`, once for each envelope. */
  places(conversation: string): string[] {
    return this.#member.rooms.flatMap(({ log }) => {
      const parts = log.casebook.contacts.get(conversation)?.parts.values() ?? []
      return [...parts].flat().map(({ drop, item }) => `${drop}:${item}`)
    })
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
