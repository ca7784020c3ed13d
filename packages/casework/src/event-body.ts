import { Cursor } from '@postern/protocol'
import * as act from './act-event.ts'
import * as trays from './carried-event.ts'
import * as cases from './case-event.ts'
import * as contact from './contact-event.ts'
import * as evidence from './evidence-event.ts'
import * as fellows from './fellowship-event.ts'
import * as enrolment from './enrolment-event.ts'
import type { BodyCodec } from './field.ts'
import * as grading from './grading-event.ts'
import * as intake from './intake-event.ts'
import { type MemberJoined, memberJoined } from './member-event.ts'
import * as setting from './setting-event.ts'

/** A kind that this version does not know: kept, passed on and shown as unknown. */
export interface UnknownEvent {
  readonly kind: 'unknown'
  readonly number: number
  readonly bytes: Uint8Array
}

/** A body sealed under a leaf that was forgotten: that it was is known, what it said is not. */
export interface ForgottenEvent {
  readonly kind: 'forgotten'
  readonly number: number
  readonly bytes: Uint8Array
}

type KnownBody =
  | MemberJoined
  | intake.DeskKeyBegan
  | intake.DropTaken
  | intake.PartTaken
  | intake.MessageAssembled
  | contact.ContactAccepted
  | contact.ContactDeclined
  | contact.Reply
  | contact.ReplyRead
  | contact.Note
  | trays.Carried
  | trays.TraysClaimed
  | fellows.PairOffered
  | fellows.KeyGranted
  | fellows.CompartmentOpened
  | fellows.ReadIn
  | fellows.ReadOut
  | fellows.KeyTurned
  | cases.Assigned
  | cases.Tagged
  | cases.CaseNoted
  | cases.StatusSet
  | cases.SideStateSet
  | cases.ClockWithheld
  | cases.RetentionSet
  | cases.Disposed
  | cases.ReportFiled
  | cases.ReportSourced
  | cases.Recalled
  | cases.Decided
  | act.ActAsked
  | act.ActAnswered
  | act.ActDone
  | grading.Asserted
  | grading.ReliabilityJudged
  | grading.CredibilityJudged
  | grading.Linked
  | evidence.ItemTaken
  | evidence.DerivativeMade
  | evidence.Custody
  | evidence.TimeStamped
  | evidence.ItemSourced
  | setting.TemplateSet
  | setting.SecondEyesSet
  | setting.ReplyProposed
  | setting.ReplyApproved
  | setting.DraftKept
  | setting.QuestionnaireSet
  | setting.ViewKept
  | contact.ContactDisposed
  | enrolment.MemberInvited
  | enrolment.InvitationWithdrawn
  | enrolment.ShareKept
  | enrolment.RecoveryHelped

export type EventBody = KnownBody | UnknownEvent | ForgottenEvent

/** Numbers are never given twice; a new kind takes the next one. */
const CODECS: { readonly [K in KnownBody['kind']]: BodyCodec<Extract<KnownBody, { kind: K }>> } = {
  'member-joined': memberJoined,
  'desk-key': intake.deskKeyBegan,
  'drop-taken': intake.dropTaken,
  'part-taken': intake.partTaken,
  'message-assembled': intake.messageAssembled,
  'contact-accepted': contact.contactAccepted,
  'contact-declined': contact.contactDeclined,
  reply: contact.reply,
  'reply-read': contact.replyRead,
  note: contact.note,
  carried: trays.carried,
  'trays-claimed': trays.traysClaimed,
  'pair-offered': fellows.pairOffered,
  'key-granted': fellows.keyGranted,
  'compartment-opened': fellows.compartmentOpened,
  'read-in': fellows.readIn,
  'read-out': fellows.readOut,
  'key-turned': fellows.keyTurned,
  assigned: cases.assigned,
  tagged: cases.tagged,
  'case-noted': cases.caseNoted,
  'status-set': cases.statusSet,
  'side-state-set': cases.sideStateSet,
  'clock-withheld': cases.clockWithheld,
  'retention-set': cases.retentionSet,
  disposed: cases.disposed,
  'report-filed': cases.reportFiled,
  'report-sourced': cases.reportSourced,
  recalled: cases.recalled,
  decided: cases.decided,
  'act-asked': act.actAsked,
  'act-answered': act.actAnswered,
  'act-done': act.actDone,
  asserted: grading.asserted,
  'reliability-judged': grading.reliabilityJudged,
  'credibility-judged': grading.credibilityJudged,
  linked: grading.linked,
  'item-taken': evidence.itemTaken,
  'derivative-made': evidence.derivativeMade,
  custody: evidence.custody,
  'time-stamped': evidence.timeStamped,
  'item-sourced': evidence.itemSourced,
  'template-set': setting.templateSet,
  'second-eyes-set': setting.secondEyesSet,
  'reply-proposed': setting.replyProposed,
  'reply-approved': setting.replyApproved,
  'draft-kept': setting.draftKept,
  'questionnaire-set': setting.questionnaireSet,
  'view-kept': setting.viewKept,
  'contact-disposed': contact.contactDisposed,
  'member-invited': enrolment.memberInvited,
  'invitation-withdrawn': enrolment.invitationWithdrawn,
  'share-kept': enrolment.shareKept,
  'recovery-helped': enrolment.recoveryHelped,
}

const DECODERS: ReadonlyMap<number, (cursor: Cursor) => KnownBody> = new Map(
  Object.values(CODECS).map((codec) => [codec.number, (cursor: Cursor) => codec.decode(cursor)]),
)

/** The kind's number, 2 bytes on the wire. */
export function bodyNumber(body: EventBody): number {
  return isOpaque(body) ? body.number : CODECS[body.kind].number
}

export function encodeBody(body: EventBody): Uint8Array {
  if (isOpaque(body)) return body.bytes
  const codec: BodyCodec<typeof body> = CODECS[body.kind]
  return codec.encode(body)
}

/** Throws PosternError when a known kind is malformed; an unknown one is kept as it is. */
export function decodeBody(number: number, bytes: Uint8Array): EventBody {
  const decode = DECODERS.get(number)
  if (decode === undefined) return { kind: 'unknown', number, bytes }
  const cursor = new Cursor(bytes)
  const body = decode(cursor)
  cursor.finish()
  return body
}

function isOpaque(body: EventBody): body is UnknownEvent | ForgottenEvent {
  return body.kind === 'unknown' || body.kind === 'forgotten'
}
