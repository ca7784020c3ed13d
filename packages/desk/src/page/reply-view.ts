import { deliveryOf, type Reply, type SentReply } from '@postern/casework'
import type { Parameters } from '@postern/protocol'
import { momentText } from './day-text.ts'
import { element, foreignText } from './element.ts'
import { fill, type Messages } from './messages.ts'

/** One answer and how far it has come. */
export function replyView(
  words: Messages,
  language: string,
  parameters: Parameters,
  reply: SentReply,
): HTMLElement {
  return article(words, reply.facts.text, deliveryText(words, language, parameters, reply))
}

/** An answer that no bundle has carried yet. */
export function queuedView(words: Messages, reply: Reply): HTMLElement {
  return article(words, reply.text, words.queued)
}

function article(words: Messages, text: string, delivery: string): HTMLElement {
  return element(
    'article',
    { className: 'reply' },
    element('h3', {}, words.fromDesk),
    foreignText('p', 'text', text),
    element('p', { className: 'delivery' }, delivery),
  )
}

function deliveryText(
  words: Messages,
  language: string,
  { dropIntervalMs }: Parameters,
  reply: SentReply,
): string {
  const delivery = deliveryOf(reply)
  if (delivery.kind === 'waiting') return words.waiting
  if (delivery.kind === 'acknowledged') return words.acknowledged
  return fill(words.inDrop, momentText(language, delivery.sinceInterval * dropIntervalMs))
}
