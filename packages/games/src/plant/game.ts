import type { Finding, Form, Game } from '../game.ts'
import { type Attempts, eventAttacks, eventsAsBuilt, unchained } from './events.ts'
import { deskIdNotSigned, messageAttacks, messagesAsBuilt, unsignedFragments } from './messages.ts'

const TRIES: Record<Form, number> = { short: 40, long: 2_000 }

/**
 * A handler with all keys of his desk and a desk server that keeps what it likes: do others take a
 * message for the source's that she never wrote, or an event changed, dropped or back-dated for
 * what was? Counting: 0 accepted. (threat model: `plant`)
 */
export const plant: Game = {
  name: 'plant',
  *play(seed, form) {
    const tries = TRIES[form]
    for (const [steps, twin] of [
      [messagesAsBuilt, false],
      [unsignedFragments, true],
      [deskIdNotSigned, true],
    ] as const)
      yield counted(steps.name, messageAttacks(seed, tries, steps), twin)
    for (const [steps, twin] of [
      [eventsAsBuilt, false],
      [unchained, true],
    ] as const)
      yield counted(steps.name, eventAttacks(seed, tries, steps), twin)
  },
}

function counted(system: string, { tried, unnoticed }: Attempts, twin: boolean): Finding {
  const line = `${unnoticed} of ${tried} attempts unnoticed`
  return { system, line, asWanted: twin ? unnoticed > 0 : unnoticed === 0 }
}
