import type { Message } from '@postern/protocol'

/** An ordinary message of a source. */
export function messageOf(
  seed: Uint8Array,
  text: string,
  attachments: Message['content']['attachments'] = [],
  read: readonly Uint8Array[] = [],
): Message {
  const content = { text, attachments, exclusions: [], answers: new Uint8Array(0), read }
  return { type: 1, seed, content }
}
