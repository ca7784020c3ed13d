import {
  type DeskContext,
  deskKeySeed,
  type EventBody,
  type IntakeLink,
  linkAt,
  type MessageAssembled,
  type PartTaken,
} from '@postern/casework'
import {
  type Batch,
  type KemKey,
  type Message,
  openForDesk,
  type OpenedEnvelope,
  type Suite,
  utf8,
} from '@postern/protocol'

/** Texts up to this length travel in the log; longer ones are read from the drops. */
const MOST_TEXT_BYTES = 8_000
/** The page stays usable while a large drop is opened. */
const OPENED_AT_ONCE = 16

/** Lets others have their turn; resolves at once where there are none. */
export type Breathe = () => Promise<void>

/** What a drop held for the desk, and what says that it was taken. */
interface TakenIn {
  readonly parts: readonly PartTaken[]
  /** To be logged when every part stands in the log: broken off, the drop is simply taken again. */
  readonly mark: EventBody
}

/** Tries every envelope of a drop with the desk's key of its epoch. */
export async function takeIn(
  suite: Suite,
  context: DeskContext,
  link: IntakeLink,
  batch: Batch,
  breathe: Breathe,
): Promise<TakenIn> {
  const { header, items } = batch
  const key = deskKeyOf(suite, link, header.epoch)
  const parts: PartTaken[] = []
  for (const [item, envelope] of items.entries()) {
    if (item % OPENED_AT_ONCE === 0) await breathe()
    const place = { drop: header.number, position: item }
    const keys = key === null ? [] : [{ key, statementHash: header.statement }]
    const desk = { organisation: context.organisation, deskId: context.desk }
    const opened = openForDesk(suite, desk, keys, envelope, place)
    if (opened !== null) parts.push(partTaken(opened))
  }
  return { parts, mark: { kind: 'drop-taken', drop: header.number, items: items.length } }
}

/** What the log is told of a whole message. */
export function messageActs(
  first: PartTaken,
  parts: readonly PartTaken[],
  message: Message,
): EventBody[] {
  const { content } = message
  const assembled: MessageAssembled = {
    kind: 'message-assembled',
    messageId: first.messageId,
    conversation: first.conversation,
    messageKind: message.type === 1 ? 'message' : message.type === 2 ? 'letter' : 'no-script',
    seed: message.seed,
    text: utf8(content.text).length > MOST_TEXT_BYTES ? null : content.text,
    files: content.attachments.map(({ name, mediaType, bytes, sha256, kind }) => ({
      name,
      mediaType,
      bytes: bytes.length,
      sha256,
      copy: kind,
    })),
    exclusions: content.exclusions,
    answers: content.answers,
    about: content.about ?? null,
    parts: parts
      .toSorted((a, b) => a.index - b.index)
      .map(({ drop, item, content: key }) => ({ drop, item, content: key })),
  }
  if (content.read.length === 0) return [assembled]
  return [
    assembled,
    { kind: 'reply-read', conversation: first.conversation, replyIds: content.read },
  ]
}

function deskKeyOf(suite: Suite, link: IntakeLink, epoch: number): KemKey | null {
  const at = linkAt(suite, link, epoch)
  return at && suite.kemKey(deskKeySeed(suite, at))
}

function partTaken({ place, content, fragment }: OpenedEnvelope): PartTaken {
  return {
    kind: 'part-taken',
    drop: place.drop,
    item: place.position,
    content,
    conversation: fragment.conversationKey,
    messageId: fragment.messageId,
    index: fragment.index,
    count: fragment.count,
  }
}
