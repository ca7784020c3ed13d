import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskMember, keyringId, MemoryDropCache, openKeyring } from '@postern/desk'
import { fromHex } from '@postern/protocol'
import { nativeArgon2id, systemEnv } from '@postern/runtime'
import { setTimeout as sleep } from 'node:timers/promises'
import { fieldsOf, type House } from './house.ts'

/** The demonstration handler at work, in the page's own engine, by name and passphrase. */
export class Handler {
  readonly #member: DeskMember

  private constructor(member: DeskMember) {
    this.#member = member
  }

  static async open(house: House): Promise<Handler> {
    const way = await readFile(join(house.folder, 'root', 'way-in.json'), 'utf8')
    const { name, passphrase } = fieldsOf(JSON.parse(way))
    const env = systemEnv()
    const id = keyringId(env.suite, String(name))
    const sealed = new Uint8Array(await (await fetch(`${house.desk}/keyring/${id}`)).arrayBuffer())
    const keyring = await openKeyring(env.suite, nativeArgon2id, String(passphrase), sealed)
    if (keyring === null) throw new Error('the way in opens nothing')
    const send = async (request: Request): Promise<Response> => await fetch(request)
    const cache = new MemoryDropCache()
    return new Handler(new DeskMember({ env, origin: house.desk, send, cache, keyring }))
  }

  /** Ticks by the clock until this holds. */
  async until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let ticks = 0; ticks < 60; ticks++) {
      await this.#member.tick().catch(() => undefined)
      if (await holds()) return
      await sleep(this.#member.parameters.deskTickMs / 2)
    }
    throw new Error('the handler waited in vain')
  }

  texts(conversation: string): (string | null)[] {
    return this.#contact(conversation)?.messages.map(({ facts }) => facts.text) ?? []
  }

  fileNames(conversation: string): string[] {
    const messages = this.#contact(conversation)?.messages ?? []
    return messages.flatMap(({ facts }) => facts.files.map(({ name }) => name))
  }

  /** Takes the contact on, answers and notes something; it leaves with the next ticks. */
  answer(conversation: string, reply: string, note: string): void {
    const room = this.#member.rooms.find(({ log }) => log.casebook.contacts.has(conversation))
    const key = fromHex(conversation)
    room?.accept(key)
    room?.reply(key, reply)
    room?.note(key, note)
  }

  /** How much of what was done here is not in the log yet. */
  get pending(): number {
    return this.#member.pending
  }

  #contact(conversation: string) {
    return this.#member.rooms
      .map(({ log }) => log.casebook.contacts.get(conversation))
      .find((contact) => contact !== undefined)
  }
}
