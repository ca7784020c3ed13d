import type { Casebook, EventBody, Invitation } from '@postern/casework'
import { type Env, fromHex, PosternError, toHex } from '@postern/protocol'
import { makeWords, readWords } from '@postern/protocol/words'
import type { DeskClient } from './desk-client.ts'
import { invitationKeys, sealWelcome } from './invitation.ts'
import { type Argon2id, type DeskSecrets, type Keyring, keyringId } from './keyring.ts'
import type { LogFollower } from './log-follower.ts'

interface EnrolmentWorkParts {
  readonly env: Env
  readonly client: DeskClient
  readonly keyring: Keyring
  readonly log: LogFollower
  /** What of the desk's secrets a newcomer gets, as they are now. */
  readonly secrets: (takesIn: boolean) => DeskSecrets
  readonly tell: (body: EventBody) => void
}

export interface Inviting {
  readonly name: string
  readonly takesIn: boolean
}

/** As the server reckons it: until the end of the third day after. */
const OPEN_MS: number = 3 * 86_400_000

/** Who is asked in to one desk, and who is put out of it. */
export class EnrolmentWork {
  readonly #parts: EnrolmentWorkParts

  constructor(parts: EnrolmentWorkParts) {
    this.#parts = parts
  }

  get open(): Invitation[] {
    const { env, log } = this.#parts
    return log.casebook.enrolment.open(env.nowMs())
  }

  /**
   * Lays a welcome down and gives the words that open it, once. Throws PosternError 'name-taken' or
   * 'too-many-invitations', and what the client throws; then nothing was laid down.
   */
  async invite(argon2id: Argon2id, { name, takesIn }: Inviting): Promise<string[]> {
    const { env, client, keyring, log, secrets, tell } = this.#parts
    if (isTaken(env, log.casebook, name)) throw new PosternError('name-taken')
    const words = makeWords(env)
    const read = readWords(env.suite, words.join(' '))
    if (read.kind !== 'words') throw new TypeError('made words are words')
    const keys = await invitationKeys(env.suite, argon2id, read.entropy)
    const own = secrets(takesIn)
    const given: Keyring = { ...keyring, name, role: 'handler', desks: [own], passkeys: [] }
    const sealed = sealWelcome(env.suite, keys, given)
    const at = { id: keys.id, key: keys.signing.publicKey }
    if (!(await client.putInvitation(at, [own.desk], sealed)))
      throw new PosternError('too-many-invitations')
    const invitation = fromHex(keys.id)
    const untilMs = env.nowMs() + OPEN_MS
    tell({ kind: 'member-invited', invitation, name, takesIn, untilMs })
    return words
  }

  async withdraw({ facts: { invitation } }: Invitation): Promise<void> {
    await this.#parts.client.dropInvitation(invitation)
    this.#parts.tell({ kind: 'invitation-withdrawn', invitation })
  }

  /** The server is told at once, and forgets what welcomes still lie there: they hold keys that are now turned. */
  async putOut(member: Uint8Array): Promise<void> {
    await this.#parts.client.putOut(this.#parts.secrets(false).desk, member)
  }
}

/** The server keeps keyrings by their names, so there is one member of each name. */
function isTaken(
  { suite }: Env,
  { members, fellowships, enrolment }: Casebook,
  name: string,
): boolean {
  const id = keyringId(suite, name)
  const here = [...members.values()].filter(({ key }) => fellowships.isAtDesk(toHex(key)))
  const joined = here.map(({ facts }) => facts.name)
  const invited = [...enrolment.invitations.values()].map(({ facts }) => facts.name)
  return [...joined, ...invited].some((other) => keyringId(suite, other) === id)
}

/** The member of this name, by what the server keeps his keyring under; null when there is none. */
export function memberOf(
  { suite }: Env,
  { members, fellowships }: Casebook,
  id: string,
): { readonly key: Uint8Array; readonly name: string } | null {
  const found = [...members.values()].findLast(
    ({ key, facts }) => fellowships.isAtDesk(toHex(key)) && keyringId(suite, facts.name) === id,
  )
  return found === undefined ? null : { key: found.key, name: found.facts.name }
}
