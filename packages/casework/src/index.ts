export { type Act, Author } from './author.ts'
export type { Carried, CarriedPart, TraysClaimed } from './carried-event.ts'
export { type CarriedSearch, findCarried, type ReaderDrop } from './carried-search.ts'
export { Casebook, fold, type KeptUnknown, type Member } from './casebook.ts'
export { type Compartment, compartmentOf, makeCompartmentKey } from './compartment.ts'
export {
  type CarriedSpan,
  type Contact,
  isUnanswered,
  type PartialMessage,
  type ReceivedMessage,
  replySeed,
  type SentReply,
  type WrittenNote,
} from './contact.ts'
export type { ContactAccepted, ContactDeclined, Note, Reply, ReplyRead } from './contact-event.ts'
export { type Delivery, deliveryOf } from './delivery.ts'
export { contextBytes, type DeskContext } from './desk-context.ts'
export { type Errands, errandsOf, type MessageReceipt } from './errands.ts'
export { decodeBody, encodeBody, type EventBody, type UnknownEvent } from './event-body.ts'
export type { Finding, FindingKind } from './finding.ts'
export type {
  DeskKeyBegan,
  DropTaken,
  FileFacts,
  MessageAssembled,
  MessageKind,
  PartTaken,
} from './intake-event.ts'
export { deskKeySeed, type IntakeLink, linkAt } from './intake-chain.ts'
export { type LoggedEvent, LogReader, type Taken } from './log-reader.ts'
export { type MemberJoined, type MemberRole, vouchFor, vouchMessage } from './member-event.ts'
export { type Event, eventHash, type LogMark, signEvent, verifyEvent } from './signed-event.ts'
