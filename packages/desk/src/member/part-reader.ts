import type { DeskContext, PartTaken } from '@postern/casework'
import {
  decodeFragment,
  decodeMessage,
  equalBytes,
  type FragmentPart,
  fragmentFits,
  joinMessage,
  type Message,
  openContent,
  PosternError,
  type Suite,
  type TrustList,
} from '@postern/protocol'
import type { DropMirror } from './drop-mirror.ts'

/**
 * A message read from the desk drops themselves: `absent` while a drop is not at hand, `broken` when
 * what lies there is not a message that this conversation's key signed for this desk.
 */
export type ReadMessage =
  | { readonly kind: 'read'; readonly message: Message }
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken' }

/** What a reader of parts has at hand. */
export interface Reading {
  readonly suite: Suite
  readonly context: DeskContext
  readonly mirror: Pick<DropMirror, 'batch'>
  readonly trust: TrustList
  readonly maxInflatedBytes: number
}

/** Reads and checks a message by the content keys in the log, without the desk's own key. (D2) */
export async function readParts(
  reading: Reading,
  parts: readonly PartTaken[],
): Promise<ReadMessage> {
  const fragments: FragmentPart[] = []
  for (const part of parts) {
    const batch = await reading.mirror.batch(reading.trust, part.drop)
    if (batch === null) return { kind: 'absent' }
    const fragment = fragmentOf(reading, batch.items[part.item] ?? NOTHING, part)
    if (fragment === null) return { kind: 'broken' }
    fragments.push(fragment)
  }
  const message = joinedOrNull(reading, fragments)
  return message === null ? { kind: 'broken' } : { kind: 'read', message }
}

const NOTHING: Uint8Array = new Uint8Array(0)

function fragmentOf(
  { suite, context }: Reading,
  envelope: Uint8Array,
  part: PartTaken,
): FragmentPart | null {
  const plain = openContent(suite, part.content, envelope)
  const fragment = plain && orNull(() => decodeFragment(plain))
  if (fragment === null) return null
  const ours = fragmentFits(suite, context.organisation, context.desk, fragment)
  const named =
    equalBytes(fragment.conversationKey, part.conversation) &&
    equalBytes(fragment.messageId, part.messageId)
  return ours && named ? fragment : null
}

function joinedOrNull(
  { suite, maxInflatedBytes }: Reading,
  fragments: readonly FragmentPart[],
): Message | null {
  return orNull(() => {
    const bytes = joinMessage(suite, fragments)
    return bytes && decodeMessage(suite, bytes, maxInflatedBytes)
  })
}

function orNull<T>(attempt: () => T): T | null {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
