import { seededEnv, toHex } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import type { Finding, Form, Game } from '../game.ts'
import { view } from '../simulator/source.ts'
import { again, garbled, WAYS } from './adversary.ts'
import { atDesk, dropsTwice, record, type Recorded } from './recorded.ts'
import {
  deskAsBuilt,
  deskWithoutSet,
  type DeskSteps,
  enteredBeforeOpening,
  keyedOnWireBytes,
  lostAtRestart,
  type MixSteps,
  openWith,
  stepsAsBuilt,
} from './system.ts'

const CELLS = 20
/** Recorded cells sent again. (threat model: 0 in 10⁵) */
const REPLAYS: Record<Form, number> = { short: 2_000, long: 100_000 }
const TWIN_REPLAYS = 400
const CELLS_A_BATCH = 100

/** Any recorded cell again, altered or not; a garbled copy first. (threat model: `replay`) */
export const replay: Game = {
  name: 'replay',
  async *play(seed, form) {
    const recorded = await record(seed, CELLS)
    const open = openWith(recorded.key, recorded.rules)
    yield finding(attack(seed, recorded, stepsAsBuilt(open), REPLAYS[form]), false)
    for (const twin of [keyedOnWireBytes, enteredBeforeOpening, lostAtRestart])
      yield finding(attack(seed, recorded, twin(open), TWIN_REPLAYS), true)
    yield await shownAtDesk(recorded, deskAsBuilt, false)
    yield await shownAtDesk(recorded, deskWithoutSet, true)
    yield await wholeHouse(recorded)
  },
}

interface Echoes {
  readonly name: string
  readonly sent: number
  /** Outputs of a cell beyond its first. */
  readonly echoes: number
  /** True cells that never came out. */
  readonly burnt: number
}

function attack(seed: string, { cells }: Recorded, steps: MixSteps, replays: number): Echoes {
  const env = seededEnv(`${seed} ${steps.name}`, nativeSuite)
  const out = [...steps.take(cells.map(garbled)), ...steps.take(cells)]
  for (let sent = 0; sent < replays; sent += CELLS_A_BATCH) {
    if (sent === CELLS_A_BATCH) steps.restart()
    const batch = Array.from({ length: CELLS_A_BATCH }, () => {
      const cell = cells[env.pick(cells.length)] ?? new Uint8Array(0)
      return again(env, cell, WAYS[env.pick(WAYS.length)] ?? 'the same bytes')
    })
    out.push(...steps.take(batch))
  }
  const different = new Set(out.map((item) => toHex(nativeSuite.sha256(item)))).size
  return {
    name: steps.name,
    sent: replays,
    echoes: out.length - different,
    burnt: cells.length - different,
  }
}

function finding({ name, sent, echoes, burnt }: Echoes, isTwin: boolean): Finding {
  const line = `${echoes} echoes and ${burnt} burnt cells in ${sent} replays`
  return { system: name, line, asWanted: echoes + burnt > 0 === isTwin }
}

async function shownAtDesk(
  recorded: Recorded,
  { name, show }: DeskSteps,
  isTwin: boolean,
): Promise<Finding> {
  const drops = dropsTwice(recorded)
  const shown = await show(atDesk(recorded), drops)
  const line = `${shown} messages shown for ${CELLS}, each envelope in ${drops.length} drops`
  const wanted = isTwin ? drops.length * CELLS : CELLS
  return { system: name, line, asWanted: shown === wanted }
}

/** The running house: every cell five times, and mix 1 killed on the way. */
async function wholeHouse({ house, statement, sources, cells }: Recorded): Promise<Finding> {
  for (let round = 0; round < 5; round++) {
    for (const cell of cells) await house.post(cell)
    await view(house, statement, null)
    if (round === 2) house.nodes['mix-1'].fuse.arm(1, 'before')
    await house.round(2_500)
  }
  for (let round = 0; round < 10; round++) await house.round(2_500)
  const contacts = house.agents.flatMap(({ rooms }) => rooms).flatMap((room) => room.contacts())
  const messages = contacts.reduce((sum, contact) => sum + contact.messages.length, 0)
  const line = `${messages} messages of ${sources.length} sources, every cell sent 5 times, mix 1 killed ${house.nodes['mix-1'].crashes} time`
  const asWanted = messages === sources.length && house.nodes['mix-1'].crashes === 1
  return { system: 'as built, the whole house', line, asWanted }
}
