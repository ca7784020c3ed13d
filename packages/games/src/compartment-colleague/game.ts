import { toHex } from '@postern/protocol'
import type { Finding, Game } from '../game.ts'
import { HandlersHouse, NAMES, workOnCase } from '../simulator/handlers-house.ts'

type System = {
  readonly name: string
  /** All that Vera's device can make of it. */
  readonly view: (house: HandlersHouse) => string
  readonly twin: boolean
}

const SYSTEMS: readonly System[] = [
  { name: 'as built', view: deviceOf, twin: false },
  {
    name: 'running case numbers',
    view: (house) => `${deviceOf(house)} her next case is no. ${casesOf(house) + 1}`,
    twin: true,
  },
  {
    name: 'members in clear',
    view: (house) => `${deviceOf(house)} ${membersInClear(house)}`,
    twin: true,
  },
  {
    name: 'a search that counts',
    view: (house) => `${deviceOf(house)} ${hitsOf(house, 'note')} hits`,
    twin: true,
  },
]

/**
 * Vera has a device, a session and every bundle; in one world her two colleagues have a case. She
 * must not learn that it is there: no row, no count, no gap, no act of theirs that comes later.
 */
export const compartmentColleague: Game = {
  name: 'compartment/colleague',
  async *play(seed) {
    const [quiet, busy] = [await played(seed, false), await played(seed, true)]
    for (const system of SYSTEMS) yield finding(system, quiet, busy)
  },
}

async function played(seed: string, isBusy: boolean): Promise<HandlersHouse> {
  const house = new HandlersHouse(seed)
  await house.settle()
  await workOnCase(house, isBusy)
  return house
}

function finding({ name, view, twin }: System, quiet: HandlersHouse, busy: HandlersHouse): Finding {
  const [left, right] = [view(quiet), view(busy)]
  const differs = left !== right
  const held = casesOf(busy)
  return {
    system: name,
    line: `${differs ? 'the two worlds differ' : 'both worlds are one'} on a device outside of ${held} case, ${left.length} characters of state`,
    asWanted: differs === twin && held === 1 && casesOf(quiet) === 0,
  }
}

/** Her whole casebook, where and when each event stood, findings, and the length of the log. */
function deviceOf(house: HandlersHouse): string {
  const { casebook, findings, length } = house.room('vera').log
  const { contacts, cases, members, fellowships, unknown, pairs, grants, certificates } = casebook
  return JSON.stringify(
    {
      contacts,
      cases,
      members,
      all: fellowships.all,
      unknown,
      pairs,
      grants,
      certificates,
      findings,
      length,
    },
    plain,
  )
}

function plain(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (value instanceof Map) return [...value]
  return value instanceof Set ? [...value] : value
}

function casesOf(house: HandlersHouse): number {
  return house.room('anna').log.casebook.cases.size
}

function membersInClear(house: HandlersHouse): string {
  const all = NAMES.flatMap((name) => [...house.room(name).log.casebook.fellowships.all.values()])
  return all.map(({ kind, members }) => `${kind}: ${[...members].join()}`).join('; ')
}

/** What a search over everybody's texts would answer to her. */
function hitsOf(house: HandlersHouse, word: string): number {
  const cases = [...house.room('anna').log.casebook.cases.values()]
  const notes = cases.flatMap(({ file }) => file?.content.notes ?? [])
  return notes.filter(({ facts }) => facts.text.includes(word)).length
}
