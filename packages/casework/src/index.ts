export { type Act, Author } from './author.ts'
export {
  type ActAnswered,
  type ActAsked,
  type ActDone,
  TWO_PERSON_ACTS,
  type TwoPersonAct,
} from './act-event.ts'
export type { Carried, CarriedPart, TraysClaimed } from './carried-event.ts'
export { type CarriedSearch, findCarried, type ReaderDrop } from './carried-search.ts'
export {
  Casebook,
  fold,
  type Grant,
  type KeptUnknown,
  type Member,
  type OfferedPair,
} from './casebook.ts'
export {
  type ClockKind,
  CLOCKS,
  type SideState,
  SIDE_STATES,
  type Status,
  STATUSES,
  type Subject,
  THIS_CASE,
} from './case-event.ts'
export {
  type Assertion,
  CaseFile,
  type CustodyEntry,
  type CustodyFacts,
  type Judgement,
  type Said,
} from './case-file.ts'
export type { Case, Registry } from './case-shelf.ts'
export {
  type Compartment,
  type CompartmentKind,
  keyName,
  makeCompartment,
  withKeys,
} from './compartment.ts'
export {
  type CarriedSpan,
  compareContacts,
  type Contact,
  dutiesOf,
  isUnanswered,
  type PartialMessage,
  type ProposedReply,
  type ReceivedMessage,
  replySeed,
  type SentReply,
  type WrittenNote,
} from './contact.ts'
export { type Certificate, CONTACT_RETENTION_MS, GRACE_MS } from './contact-book.ts'
export type { ContactAccepted, ContactDeclined, Note, Reply, ReplyRead } from './contact-event.ts'
export {
  type Count,
  quarterFigures,
  type QuarterFigures,
  weekFigures,
  type WeekFigures,
} from './statistics.ts'
export { type Delivery, deliveryOf } from './delivery.ts'
export { contextBytes, type DeskContext } from './desk-context.ts'
export { Docket } from './docket.ts'
export { type Clock, clocksOf, type DutyFacts, mostUrgent } from './duty.ts'
export type { Enrolment, Help, Invitation } from './enrolment.ts'
export type { ViewKept } from './setting-event.ts'
export type { ShareKept } from './enrolment-event.ts'
export { type Errands, errandsOf, type MessageReceipt } from './errands.ts'
export {
  decodeBody,
  encodeBody,
  type EventBody,
  type ForgottenEvent,
  type UnknownEvent,
} from './event-body.ts'
export {
  CUSTODY_ACTS,
  type CustodyAct,
  type ItemTaken,
  type TimeStamped,
} from './evidence-event.ts'
export {
  CREDIBILITIES,
  type Credibility,
  INDEPENDENCES,
  type Independence,
  type Linked,
  RELATIONS,
  type Relation,
  RELIABILITIES,
  type Reliability,
} from './grading-event.ts'
export { excludedMembers, exclusionsOf, mayRead } from './exclusion.ts'
export type { Fellowship, ReadingChange } from './fellowship.ts'
export type { Finding, FindingKind } from './finding.ts'
export { type Forgetting, toForget } from './forgetting.ts'
export { corroborationOf, type Grade, gradeOf } from './grade.ts'
export type {
  DeskKeyBegan,
  DropTaken,
  FileFacts,
  MessageAssembled,
  MessageKind,
  PartPlace,
  PartTaken,
} from './intake-event.ts'
export { deskKeySeed, type IntakeLink, linkAt } from './intake-chain.ts'
export { KeyTree } from './key-tree.ts'
export type { LogGround } from './log-ground.ts'
export { type LoggedEvent, LogReader, type Taken } from './log-reader.ts'
export {
  type MemberFacts,
  type MemberJoined,
  type MemberRole,
  vouchFor,
  vouchMessage,
} from './member-event.ts'
export type { KeptShare } from './personal.ts'
export { decodeVerified, encodeVerified, type VerifiedLog } from './verified-log.ts'
export { makeReference } from './reference.ts'
export { type Request, Requests } from './two-person.ts'
export { type Event, eventHash, type LogMark, signEvent, verifyEvent } from './signed-event.ts'
