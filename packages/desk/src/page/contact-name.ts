import { LABELS, labelBytes, type Suite } from '@postern/protocol'
import { wordsOfEntropy } from '@postern/protocol/words'

const WORDS = 3

/** What a contact is called on the screen: words that follow from its key and mean nothing. */
export function contactName(suite: Suite, conversation: Uint8Array): string {
  const entropy = suite.sha256(labelBytes(LABELS.contactName), conversation).subarray(0, 10)
  return wordsOfEntropy(suite, entropy).slice(0, WORDS).join(' ')
}
