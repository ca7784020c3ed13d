import {
  type ClockKind,
  compareContacts,
  type Compartment,
  type Contact,
  type DeskContext,
  type EventBody,
  excludedMembers,
  exclusionsOf,
  KeyTree,
  makeReference,
  mayRead,
  type LogGround,
  type PartTaken,
  type ReceivedMessage,
  type Reply,
  toForget,
  vouchFor,
} from '@postern/casework'
import {
  cutReply,
  deskIsLate,
  type Env,
  equalBytes,
  type LaneReference,
  makeReplyId,
  type Parameters,
  type Statement,
  toHex,
  type TrustList,
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
import { type Breathe, messageActs, takeIn } from './intake.ts'
import type { DeskSecrets, IntakeKeys, Keyring } from './keyring.ts'
import { FellowWork } from './fellow-work.ts'
import { KeyChest } from './key-chest.ts'
import type { LogCache } from './log-cache.ts'
import { readLane } from './lane-reader.ts'
import { LateJoiners } from './late-joiners.ts'
import { LogFollower } from './log-follower.ts'
import { LogNote } from './log-note.ts'
import type { MemberKeys } from './member-keys.ts'
import { type ReadMessage, readParts } from './part-reader.ts'
import { RecoveryWork } from './recovery-work.ts'
import { Scribe } from './scribe.ts'
import { StampKeeper } from './stamp-keeper.ts'
import { TrayKeeper } from './tray-keeper.ts'
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

/** A handler's browser does an agent's work only when it lies undone for so many ticks. */
const PATIENCE_TICKS = 4
/** Drops opened in one tick. */
const TAKEN_AT_ONCE = 4
/** Messages put together in one tick. */
const ASSEMBLED_AT_ONCE = 8

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
  readonly #waitingSince = new Map<string, number>()
  readonly #begun = new Set<string>()
  readonly #unreadable = new Set<string>()
  readonly #lateJoiners = new LateJoiners()
  /** Of contacts that some may not see: opened here, by conversation in hex. */
  readonly #apart = new Map<string, Compartment>()
  /** Drops whose parts are on their way into the log; told as taken when all of them are there. */
  #taken: { readonly mark: EventBody; readonly atMs: number; readonly behind: number }[] = []
  #queued: Reply[] = []
  #firstUntaken: number | null = null
  #oldest: { readonly number: number; readonly fromMs: number } | null = null
  #joining = false
  #ticks = 0

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
    const read = async (message: ReceivedMessage): Promise<ReadMessage> => await this.read(message)
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

  /**
   * The message as it lies in the desk drops, files and all; `broken` also when the log gives its
   * author other words than those he signed.
   */
  async read(message: ReceivedMessage): Promise<ReadMessage> {
    const { conversation, messageId, parts, text } = message.facts
    const { trust } = this.#parts.documents
    const taken = parts.map((place, index): PartTaken => ({
      kind: 'part-taken',
      ...place,
      conversation,
      messageId,
      index,
      count: parts.length,
    }))
    if (trust === null) return { kind: 'absent' }
    const read = await this.#read(trust, taken)
    const isOther = read.kind === 'read' && text !== null && text !== read.message.content.text
    return isOther ? { kind: 'broken' } : read
  }

  /** Numbers of the offered drops that nobody has taken in, lowest first. */
  untaken(): number[] {
    const offered = this.#parts.mirror.offered
    if (offered === null || !this.#log.caughtUp) return []
    const { drops } = this.#log.casebook
    let first = Math.max(offered.first, this.#firstUntaken ?? offered.first)
    while (first <= offered.last && drops.has(first)) first += 1
    this.#firstUntaken = first
    const numbers = Array.from({ length: offered.last - first + 1 }, (_, n) => first + n)
    return numbers.filter((number) => !drops.has(number))
  }

  /** True when a drop of an epoch that began a week ago lies here and is not taken in. (M9) */
  get isLate(): boolean {
    return deskIsLate(this.#oldest?.fromMs ?? null, this.#parts.env.nowMs())
  }

  /** Work before this tick's bundle: what is to be logged is queued. */
  async prepare(parameters: Parameters): Promise<void> {
    this.#ticks += 1
    if (!this.#log.caughtUp) return
    this.#join()
    await this.#forget()
    this.#fellows.prepare(this.#log.casebook, this.#log.length, (work) => this.#isMyTurn(work))
    this.#readInLateJoiners()
    this.#renewKeys(parameters)
    await this.#lookAtOldest()
    await this.#takeDrops(parameters)
    this.#tellTaken()
    await this.#assemble(parameters)
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
      if (isPaired && this.#isMyTurn(work))
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
    if (!this.#isMyTurn(`key/${number}`)) return
    const { generation } = intake.link
    this.#tell({ kind: 'desk-key', generation, epoch: number, fromMs }, fromMs)
  }

  /** A drop says its epoch's number alone, so days are counted back from the epoch in force. */
  async #lookAtOldest(): Promise<void> {
    const { mirror, documents } = this.#parts
    const { trust, statement } = documents
    const number = this.untaken().find((one) => mirror.has(one))
    if (number === this.#oldest?.number) return
    this.#oldest = null
    if (number === undefined || trust === null || statement === null) return
    const batch = await mirror.batch(trust, number)
    if (batch === null) return
    const epochsAgo = statement.number - batch.header.epoch
    const fromMs = statement.fromMs - epochsAgo * statement.parameters.epochMs
    this.#oldest = { number, fromMs }
  }

  async #takeDrops(parameters: Parameters): Promise<void> {
    const ready = this.untaken().filter((number) => this.#parts.mirror.has(number))
    const due = ready.filter((number) => this.#isDue(`drop/${number}`))
    for (const number of due.slice(0, TAKEN_AT_ONCE)) await this.#takeDrop(parameters, number)
  }

  async #takeDrop(parameters: Parameters, number: number): Promise<void> {
    const { env, mirror, documents, breathe } = this.#parts
    const { intake } = this.secrets
    if (documents.trust === null || intake === null) return
    const batch = await mirror.batch(documents.trust, number)
    if (batch === null) return await mirror.forget(number)
    if (!this.#isMyTurn(`drop/${number}`)) return
    const { parts, mark } = await takeIn(env.suite, this.#context, intake.link, batch, breathe)
    const atMs = this.#coarseNowMs(parameters)
    for (const part of parts) this.#keepPart(part, intake, atMs)
    const { said: behind } = this.#log.wordsIn(intake.compartment)
    this.#taken.push({ mark, atMs, behind })
  }

  /** Members of another compartment say it, so the parts' own order does not hold for it. */
  #tellTaken(): void {
    const { intake } = this.secrets
    if (intake === null) return
    const { entered } = this.#log.wordsIn(intake.compartment)
    for (const { mark, atMs } of this.#taken.filter(({ behind }) => behind <= entered))
      this.#tell(mark, atMs)
    this.#taken = this.#taken.filter(({ behind }) => behind > entered)
  }

  async #assemble(parameters: Parameters): Promise<void> {
    const { trust } = this.#parts.documents
    if (trust === null) return
    const due = [...this.#log.casebook.assemblable].filter(
      ([id]) => !this.#unreadable.has(id) && this.#isDue(`message/${id}`),
    )
    for (const [id, parts] of due.slice(0, ASSEMBLED_AT_ONCE)) {
      const read = await this.#read(trust, parts)
      const first = parts[0]
      if (read.kind === 'broken') this.#unreadable.add(id)
      if (read.kind !== 'read' || first === undefined || !this.#isMyTurn(`message/${id}`)) continue
      this.#handOn(messageActs(first, parts, read.message), this.#coarseNowMs(parameters))
    }
  }

  async #read(trust: TrustList, parts: readonly PartTaken[]): Promise<ReadMessage> {
    const { env, mirror, documents } = this.#parts
    const maxInflatedBytes = documents.statement?.parameters.maxInflatedBytes ?? 4_194_304
    const reading = { suite: env.suite, context: this.#context, mirror, trust, maxInflatedBytes }
    return await readParts(reading, parts)
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

  /** What came in a drop, for those who take in: a contact's first part gives it its leaf. */
  #keepPart(body: PartTaken, intake: IntakeKeys, atMs: number): void {
    const contact = this.#log.casebook.contact(body.conversation)
    const [leaf = leafOf(body)] = contact?.leaves ?? []
    this.#log.enqueue(intake.compartment, body, atMs, leaf)
  }

  /** A whole message goes to all at the desk, or to all but those whom its source has named. */
  #handOn(acts: readonly EventBody[], atMs: number): void {
    for (const body of acts) {
      if (body.kind !== 'message-assembled' && body.kind !== 'reply-read') continue
      const contact = this.#log.casebook.contact(body.conversation)
      const named = body.kind === 'message-assembled' ? body.exclusions : []
      const names = [...exclusionsOf(contact), ...named]
      const compartment = this.#compartmentFor(body.conversation, contact, names)
      const [leaf = 0] = contact?.leaves ?? []
      this.#log.enqueue(compartment, body, atMs, leaf)
    }
  }

  #compartmentFor(
    conversation: Uint8Array,
    contact: Contact | null,
    names: readonly string[],
  ): Compartment {
    const { casebook, length } = this.#log
    const id = toHex(conversation)
    const own = this.#apart.get(id) ?? contact?.compartment
    if (own?.kind === 'contact') return own
    if (excludedMembers(casebook, names).length === 0) return this.#parts.secrets.compartment
    const apart = this.#fellows.open('contact', makeReference(this.#parts.env), null, length)
    this.#apart.set(id, apart)
    const me = this.#parts.keys.signing.publicKey
    for (const { key } of mayRead(casebook, names))
      if (!equalBytes(key, me)) this.#fellows.readIn(casebook, apart.id, key, '', length)
    return apart
  }

  /** An agent does at once what is to be done; a handler's browser leaves the agent its time. */
  #isDue(work: string): boolean {
    if (this.#begun.has(work)) return false
    const since = this.#waitingSince.get(work) ?? this.#ticks
    this.#waitingSince.set(work, since)
    return this.#parts.keyring.role === 'agent' || this.#ticks - since >= PATIENCE_TICKS
  }

  /** True once for each work that is due. */
  #isMyTurn(work: string): boolean {
    if (!this.#isDue(work)) return false
    this.#begun.add(work)
    this.#waitingSince.delete(work)
    return true
  }

  /** No finer than the batch that it came in: the log keeps no time of a source's act. */
  #coarseNowMs({ mixIntervalMs }: Parameters): number {
    return Math.floor(this.#parts.env.nowMs() / mixIntervalMs) * mixIntervalMs
  }
}

/** No two envelopes share one; later drops have higher ones. */
function leafOf({ drop, item }: PartTaken): number {
  return drop * 65_536 + item
}
