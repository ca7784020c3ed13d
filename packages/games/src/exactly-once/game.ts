import type { Finding, Form, Game } from '../game.ts'
import { type Disks, memoryDisks, ROLE_NAMES, type RoleName } from '../simulator/house.ts'
import { countPoints, type Kill, type Outcome, playOnce } from './play.ts'
import { TWINS } from './twins.ts'

/** Every point is killed at in the long form, every so manieth in the short one. */
const STRIDE: Record<Form, number> = { short: 67, long: 1 }
/** A twin need not break at each point; it must at some. */
const TWIN_STRIDE = 5

/** Kills at every named point of every process. (threat model: `exactly-once`) */
export const exactlyOnce: Game = {
  name: 'exactly-once',
  async *play(seed, form) {
    const points = await countPoints(seed)
    yield unhurt(await playOnce(seed, null))
    for (const role of ROLE_NAMES) {
      const kills = killsOf(role, points[role], STRIDE[form])
      yield asBuilt(role, await playAll(seed, kills, memoryDisks))
    }
    for (const { name, role, disks } of TWINS) {
      const kills = killsOf(role, points[role], TWIN_STRIDE)
      yield asTwin(name, await playUntilBroken(seed, kills, disks))
    }
  },
}

function killsOf(role: RoleName, points: number, stride: number): Kill[] {
  const kills: Kill[] = []
  for (let point = 1; point <= points; point += stride)
    kills.push({ role, point, side: 'before' }, { role, point, side: 'after' })
  return kills
}

async function playAll(
  seed: string,
  kills: readonly Kill[],
  disks: () => Disks,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const kill of kills) outcomes.push(await playOnce(seed, kill, disks()))
  return outcomes
}

/** A twin is beaten by the first kill that shows it. */
async function playUntilBroken(
  seed: string,
  kills: readonly Kill[],
  disks: () => Disks,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const kill of kills) {
    const outcome = await playOnce(seed, kill, disks())
    outcomes.push(outcome)
    if (isBroken(outcome)) break
  }
  return outcomes
}

const isBroken = ({ lost, doubled, seconds }: Outcome): boolean => lost + doubled + seconds > 0

function unhurt({ lost, doubled, seconds }: Outcome): Finding {
  const line = `${lost} lost, ${doubled} doubled, ${seconds} second batches`
  return { system: 'without a kill', line, asWanted: lost + doubled + seconds === 0 }
}

function asBuilt(role: RoleName, outcomes: readonly Outcome[]): Finding {
  const { killed, broken, line } = summary(outcomes)
  return { system: `as built, ${role} killed`, line, asWanted: killed > 0 && broken === 0 }
}

function asTwin(name: string, outcomes: readonly Outcome[]): Finding {
  const { broken, line } = summary(outcomes)
  return { system: name, line, asWanted: broken > 0 }
}

function summary(outcomes: readonly Outcome[]): { killed: number; broken: number; line: string } {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const killed = outcomes.filter((outcome) => outcome.killed).length
  const broken = outcomes.filter(
    ({ lost, doubled, seconds }) => lost + doubled + seconds > 0,
  ).length
  const [lost, doubled] = [sum((one) => one.lost), sum((one) => one.doubled)]
  const seconds = sum((one) => one.seconds)
  const line = `${killed} kills: ${lost} lost, ${doubled} doubled, ${seconds} second batches`
  return { killed, broken, line }
}
