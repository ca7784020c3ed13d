import { cutReply } from '@postern/protocol'
import type { SentReply } from './contact.ts'

/** How far an answer has come, as far as anybody but the source can know. */
export type Delivery =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'in-drop'; readonly sinceInterval: number }
  | { readonly kind: 'acknowledged' }

/** In the drop is what stood there with every part; acknowledged what a later message named. */
export function deliveryOf(reply: SentReply): Delivery {
  if (reply.read) return { kind: 'acknowledged' }
  const count = cutReply(reply.facts.replyId, reply.facts.text).length
  if (reply.carried.size < count) return { kind: 'waiting' }
  const firsts = [...reply.carried.values()].map(({ first }) => first)
  return { kind: 'in-drop', sinceInterval: Math.max(...firsts) }
}
