import type { Finding, Game } from '../game.ts'
import { HandlersHouse, type Seen, workOnCase } from '../simulator/handlers-house.ts'

type System = {
  readonly name: string
  /** What reaches the desk server of one request, of which all that waited is known. */
  readonly shown: (seen: Seen) => string | null
  readonly twin: boolean
}

const line = ({ member, method, path, bytes }: Seen): string =>
  `${member} ${method} ${path} ${bytes}`

const isBundle = ({ method, path }: Seen): boolean => method === 'POST' && path.startsWith('/log/')

const SYSTEMS: readonly System[] = [
  { name: 'as built', shown: line, twin: false },
  {
    name: 'a bundle of variable size',
    shown: (seen) => line(isBundle(seen) ? { ...seen, bytes: 50 + seen.waiting } : seen),
    twin: true,
  },
  {
    name: 'a bundle only when there is something',
    shown: (seen) => (isBundle(seen) && seen.waiting === 0 ? null : line(seen)),
    twin: true,
  },
  {
    name: 'a log for each compartment',
    shown: (seen) => `${line(seen)} ${isBundle(seen) ? seen.compartments : ''}`,
    twin: true,
  },
]

/**
 * A desk with a case and one without, as the desk server sees them: every request of every member
 * in order, and all that it keeps, ciphertexts by their length. (D1 to D4)
 */
export const compartmentServer: Game = {
  name: 'compartment/server',
  async *play(seed) {
    const [quiet, busy] = [await played(seed, false), await played(seed, true)]
    for (const system of SYSTEMS) yield finding(system, quiet, busy)
  },
}

interface Played {
  readonly seen: readonly Seen[]
  readonly kept: string
}

async function played(seed: string, isBusy: boolean): Promise<Played> {
  const house = new HandlersHouse(seed)
  await house.settle()
  await workOnCase(house, isBusy)
  const kept = (await house.log()).map(({ length }) => length).join()
  return { seen: house.seen, kept }
}

function finding({ name, shown, twin }: System, quiet: Played, busy: Played): Finding {
  const [left, right] = [quiet, busy].map(({ seen }) =>
    seen.map(shown).filter((one) => one !== null),
  )
  const differs = left?.join() !== right?.join() || quiet.kept !== busy.kept
  const text = differs ? 'the two worlds differ' : 'both worlds are one'
  return {
    system: name,
    line: `${text}, over ${busy.seen.length} requests and ${busy.kept.split(',').length} bundles`,
    asWanted: differs === twin,
  }
}
