import {
  type ClockKind,
  compareContacts,
  type Contact,
  type DeskContext,
  type EventBody,
  KeyTree,
  type LogGround,
  type ReceivedMessage,
  type Reply,
  toForget,
  vouchFor,
} from '@postern/casework'
import {
  cutReply,
  type Env,
  type LaneReference,
  makeReplyId,
  type Parameters,
  type Statement,
  toHex,
} from '@postern/protocol'
import { AnswerWork } from './answer-work.ts'
import { CaseWork } from './case-work.ts'
import { runningSha256 } from '@postern/protocol/portable'
import type { DeskClient } from './desk-client.ts'
import type { DeskDocuments } from './desk-documents.ts'
import type { DropMirror } from './drop-mirror.ts'
import { EnrolmentWork } from './enrolment-work.ts'
import { EpochKeys } from './epoch-keys.ts'
import { EvidenceWork } from './evidence-work.ts'
import type { Breathe } from './intake.ts'
import { IntakeWork } from './intake-work.ts'
import type { DeskSecrets, Keyring } from './keyring.ts'
import { FellowWork } from './fellow-work.ts'
import { KeyChest } from './key-chest.ts'
import type { LogCache } from './log-cache.ts'
import { readLane } from './lane-reader.ts'
import { LateJoiners } from './late-joiners.ts'
import { LogFollower } from './log-follower.ts'
import { LogNote } from './log-note.ts'
import type { MemberKeys } from './member-keys.ts'
import { MessageReader } from './message-reader.ts'
import type { ReadMessage } from './part-reader.ts'
import { RecoveryWork } from './recovery-work.ts'
import { Scribe } from './scribe.ts'
import { StampKeeper } from './stamp-keeper.ts'
import { TrayKeeper } from './tray-keeper.ts'
import { Turns } from './turns.ts'
import { ViewWork } from './view-work.ts'

export interface DeskRoomParts {
  readonly env: Env
  readonly client: DeskClient
  readonly documents: DeskDocuments
  readonly mirror: DropMirror
  readonly keyring: Keyring
  readonly keys: MemberKeys
  readonly secrets: DeskSecrets
  readonly cache: LogCache
  readonly breathe: Breathe
}

/** One desk as one of its members works in it. */
export class DeskRoom {
  readonly #parts: DeskRoomParts
  readonly #ground: LogGround
  readonly #chest: KeyChest
  readonly #fellows: FellowWork
  readonly cases: CaseWork
  readonly evidence: EvidenceWork
  readonly answers: AnswerWork
  readonly views: ViewWork
  readonly enrolment: EnrolmentWork
  readonly recovery: RecoveryWork
  readonly #stamps: StampKeeper | null
  readonly #log: LogFollower
  readonly #epochKeys: EpochKeys
  readonly #trays: TrayKeeper
  readonly #turns: Turns
  readonly #messages: MessageReader
  readonly #intake: IntakeWork
  readonly #lateJoiners = new LateJoiners()
  #queued: Reply[] = []
  #joining = false

  constructor(parts: DeskRoomParts) {
    const { env, client, documents, keyring, keys, secrets, cache, breathe } = parts
    const { organisation } = keyring
    const deskKey = env.suite.signingKey(secrets.identitySeed).publicKey
    const context = { organisation, desk: secrets.desk, deskKey }
    const tree = KeyTree.decode(env.suite, secrets.tree)
    const ground = { suite: env.suite, context, tree }
    const given = [secrets.compartment, ...(secrets.intake ? [secrets.intake.compartment] : [])]
    const chest = new KeyChest(ground, keys, given)
    const scribe = new Scribe(env, keys.signing, ground)
    this.#parts = parts
    this.#ground = ground
    this.#chest = chest
    this.#fellows = new FellowWork({ env, ground, keys, chest, scribe })
    const note = new LogNote(env, keys.seed, secrets.desk)
    this.#log = new LogFollower({
      env,
      client,
      ground,
      chest,
      scribe,
      cache,
      note,
      breathe,
    })
    this.cases = new CaseWork({ env, log: this.#log, fellows: this.#fellows })
    this.#epochKeys = new EpochKeys(env.suite, organisation, secrets)
    const { desk } = secrets
    const isAgent = keyring.role === 'agent'
    const { compartment } = secrets
    const log = this.#log
    this.#turns = new Turns(isAgent)
    const messages = new MessageReader({
      suite: env.suite,
      context,
      documents,
      mirror: parts.mirror,
    })
    this.#messages = messages
    this.#intake = new IntakeWork({
      env,
      context,
      documents,
      mirror: parts.mirror,
      breathe,
      log,
      fellows: this.#fellows,
      messages,
      turns: this.#turns,
      member: keys.signing.publicKey,
      desk: compartment,
      intake: () => this.secrets.intake,
    })
    const read = async (message: ReceivedMessage): Promise<ReadMessage> =>
      await messages.read(message)
    this.evidence = new EvidenceWork({ env, context, client, log, cases: this.cases, read })
    const say = (contact: Contact | null, body: EventBody): void => this.#sayOf(contact, body)
    this.views = new ViewWork(env, log, chest.own)
    this.answers = new AnswerWork({ env, log, own: chest.own, desk: compartment, say })
    const tell = (body: EventBody): void => this.#tell(body, env.nowMs())
    const offered = (takesIn: boolean): DeskSecrets => this.#offered(takesIn)
    this.enrolment = new EnrolmentWork({ env, client, keyring, log, secrets: offered, tell })
    const member = keys.signing.publicKey
    this.recovery = new RecoveryWork({ env, client, log, chest, member, tell })
    this.#stamps = isAgent ? null : new StampKeeper({ env, client, cases: this.cases })
    this.#trays = new TrayKeeper({ env, client, documents, log, compartment, desk, isAgent })
  }

  /** 16 bytes. */
  get desk(): Uint8Array {
    return this.#context.desk
  }

  /** This member's own key, 32 bytes. */
  get memberKey(): Uint8Array {
    return this.#parts.keys.signing.publicKey
  }

  /** The time that the documents sign for: duties are reckoned by it. */
  get nowMs(): number {
    return this.#parts.env.nowMs()
  }

  get log(): LogFollower {
    return this.#log
  }

  get secrets(): DeskSecrets {
    return { ...this.#epochKeys.secrets, tree: this.#ground.tree.encode() }
  }

  /** Answers typed here that are not in the log yet. */
  get queued(): readonly Reply[] {
    return this.#queued.filter(({ replyId }) => this.#log.casebook.reply(replyId) === null)
  }

  /** What needs a person first. */
  contacts(): Contact[] {
    return [...this.#log.casebook.contacts.values()].toSorted(compareContacts)
  }

  /** A large file, piece by piece; once it is whole and right, the front may erase it. (O12) */
  async *lane(reference: LaneReference): AsyncGenerator<Uint8Array> {
    const { env, client } = this.#parts
    const fetchChunk = async (index: number): Promise<Uint8Array | null> =>
      await client.laneChunk(reference.id, index)
    yield* readLane(env.suite, runningSha256(), fetchChunk, reference)
    await client.laneTaken(reference.id)
  }

  accept(conversation: Uint8Array): void {
    this.#say({ kind: 'contact-accepted', conversation })
  }

  decline(conversation: Uint8Array, reason: string): void {
    this.#say({ kind: 'contact-declined', conversation, reason })
  }

  /** Ends a member's part in the desk; every key that he had is turned. */
  readOut(member: Uint8Array, reason: string): void {
    this.#fellows.readOut(this.secrets.compartment.id, member, reason)
  }

  /** With every key that the desk has had: who comes reads its log from the beginning. */
  #offered(takesIn: boolean): DeskSecrets {
    const { compartment, intake, ...secrets } = this.secrets
    const held = this.#chest.get(compartment.id) ?? compartment
    return { ...secrets, compartment: held, intake: takesIn ? intake : null }
  }

  /** Two signatures are needed for this within a year of the last message; the fold holds it. */
  dispose(contact: Contact, basis: string): void {
    const { messages } = contact
    const leaves = [...contact.leaves]
    this.#tell(
      { kind: 'contact-disposed', leaves, basis, messages: messages.length },
      this.#parts.env.nowMs(),
    )
  }

  /** A duty that is set aside for the source's safety; it stands with its reason. */
  withhold(conversation: Uint8Array, clock: ClockKind, reason: string): void {
    const contact = this.#log.casebook.contact(conversation)
    if (contact !== null)
      this.#sayOf(contact, { kind: 'clock-withheld', subject: conversation, clock, reason })
  }

  note(conversation: Uint8Array, text: string): void {
    this.#say({ kind: 'note', conversation, text })
  }

  /** Queues an answer. Throws PosternError 'reply-too-long'. */
  reply(conversation: Uint8Array, text: string): void {
    const replyId = makeReplyId(this.#parts.env)
    cutReply(replyId, text)
    const reply: Reply = { kind: 'reply', conversation, replyId, text }
    this.#queued = [...this.queued, reply]
    this.#say(reply)
  }

  /** The message as it lies in the desk drops, files and all. */
  async read(message: ReceivedMessage): Promise<ReadMessage> {
    return await this.#messages.read(message)
  }

  /** Numbers of the offered drops that nobody has taken in, lowest first. */
  untaken(): number[] {
    return this.#intake.untaken()
  }

  /** True when a drop of an epoch that began a week ago lies here and is not taken in. (M9) */
  get isLate(): boolean {
    return this.#intake.isLate
  }

  /** Work before this tick's bundle: what is to be logged is queued. */
  async prepare(parameters: Parameters): Promise<void> {
    this.#turns.begin()
    if (!this.#log.caughtUp) return
    this.#join()
    await this.#forget()
    this.#fellows.prepare(this.#log.casebook, this.#log.length, (work) => this.#turns.isMine(work))
    this.#readInLateJoiners()
    this.#renewKeys(parameters)
    await this.#intake.prepare(parameters)
    const { statement } = this.#parts.documents
    if (statement === null) return
    this.#beginKey(statement)
    this.#trays.prepare(statement)
  }

  /** The requests that every tick makes, whatever there is to say. */
  async send(): Promise<void> {
    const { client, documents } = this.#parts
    if (this.secrets.intake !== null)
      await client.putDeskKeys(this.desk, this.#epochKeys.offers(this.#currentEpoch()))
    await this.#log.append()
    if (documents.statement !== null) await this.#trays.sync(documents.statement)
    if (this.#log.caughtUp) await this.#stamps?.keep(this.#log.casebook)
  }

  #join(): void {
    const { env, keys, keyring } = this.#parts
    const author = keys.signing.publicKey
    if (this.#joining || this.#log.casebook.members.has(toHex(author))) return
    const sealingKey = keys.sealing.publicKey
    const identity = env.suite.signingKey(this.secrets.identitySeed)
    const { name, role } = keyring
    const facts = { name, role, sealingKey }
    const vouch = vouchFor(identity, this.#context, author, facts)
    this.#tell({ kind: 'member-joined', ...facts, vouch }, env.nowMs())
    this.#joining = true
  }

  /** What was disposed of leaves this member's keys; his keyring follows with the next epoch. */
  async #forget(): Promise<void> {
    const { tree } = this.#ground
    const { leaves, compartments } = toForget(this.#log.casebook, tree)
    if (leaves.length === 0) return
    for (const leaf of leaves) tree.forget(leaf)
    for (const id of compartments) this.#chest.drop(id)
    await this.#log.reread()
  }

  /** A source who has named somebody has not named those who come after her. */
  #readInLateJoiners(): void {
    const { casebook, length } = this.#log
    for (const { compartment, member } of this.#lateJoiners.of(casebook, this.memberKey)) {
      const isPaired = this.#chest.pairWith(casebook, member) !== null
      const work = `read-in/${toHex(compartment)}/${toHex(member)}`
      if (isPaired && this.#turns.isMine(work))
        this.#fellows.readIn(casebook, compartment, member, '', length)
    }
  }

  #renewKeys({ epochMs }: Parameters): void {
    const { env } = this.#parts
    const { casebook } = this.#log
    this.#epochKeys.forgetOld(casebook, epochMs, this.#currentEpoch(), env.nowMs())
  }

  /** The epoch in force; the last one the log knows of when the documents cannot be verified. */
  #currentEpoch(): number {
    const known = this.#log.casebook.deskKeys.keys()
    return this.#parts.documents.numberInForce ?? Math.max(1, ...known)
  }

  #beginKey({ number, fromMs }: Statement): void {
    const { intake } = this.secrets
    if (intake === null || this.#log.casebook.deskKeys.has(number)) return
    if (!this.#turns.isMine(`key/${number}`)) return
    const { generation } = intake.link
    this.#tell({ kind: 'desk-key', generation, epoch: number, fromMs }, fromMs)
  }

  get #context(): DeskContext {
    return this.#ground.context
  }

  /** To everybody at the desk. */
  #tell(body: EventBody, atMs: number, leaf: number = 0): void {
    this.#log.enqueue(this.#parts.secrets.compartment, body, atMs, leaf)
  }

  /** About one contact, where its events stand, sealed so that it can be forgotten. */
  #say(body: EventBody & { readonly conversation: Uint8Array }): void {
    this.#sayOf(this.#log.casebook.contact(body.conversation), body)
  }

  #sayOf(contact: Contact | null, body: EventBody): void {
    const [leaf = 0] = contact?.leaves ?? []
    const atMs = this.#parts.env.nowMs()
    const compartment = contact?.compartment ?? this.#parts.secrets.compartment
    this.#log.enqueue(compartment, body, atMs, leaf)
  }
}
