import { newPerson } from './browser.ts'
import type { Household } from './ground.ts'
import type { Sitting } from './script.ts'
import { Source } from './source.ts'
import { type LivedVisit, type MadeVisit, makeVisit, type Origin } from './visit.ts'

/** What a source brings along. */
export interface Belongings {
  readonly picture: string
  /** Of the conversation that has been answered. */
  readonly words: string
}

/** What became of one sitting. */
export interface MadeSitting {
  readonly visits: readonly MadeVisit[]
  readonly troubles: readonly string[]
}

/** When the next page view may begin. */
export type Ready = () => Promise<void>

const AT_ONCE: Ready = () => Promise.resolve()

/** Goes through a sitting from a fresh profile on; a reader when there are no belongings. */
export async function sit(
  { browser }: Household,
  origin: Origin,
  { visits, returns }: Sitting,
  belongings: Belongings | null,
  ready: Ready = AT_ONCE,
): Promise<MadeSitting> {
  const person = await newPerson(browser)
  const source =
    belongings && new Source(person.page, belongings.picture, returns ? belongings.words : null)
  const lived: LivedVisit[] = []
  try {
    for (const plan of visits) lived.push(await makeVisit(person, origin, plan, source, ready))
    await ready()
    const made = lived.map(async (visit) => ({ ...visit, done: await visit.done }))
    return { visits: await Promise.all(made), troubles: person.troubles }
  } finally {
    await person.context.close()
  }
}
