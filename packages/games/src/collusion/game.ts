import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import type { Finding, Form, Game } from '../game.ts'
import { type Advantage, describeAdvantage, playRounds } from '../measure/advantage.ts'
import { collusionGuess } from './adversary.ts'
import { bestAdvantage } from './noise-table.ts'
import { PLAYED, type System, systemAsBuilt, systemUnderErrors, twins } from './system.ts'
import { collusionWorld } from './world.ts'

/** Rounds are fixed before a game starts; a twin's advantage is large and needs fewer. */
const ROUNDS: Record<Form, { built: number; twin: number }> = {
  short: { built: 4_000, twin: 300 },
  long: { built: 100_000, twin: 2_000 },
}
/** What an adversary must win against a twin. (threat model) */
const TWIN_LOSES_AT = 0.9

/** Front and one mix against the target's cell. (threat model: `unobservability/collusion`) */
export const collusion: Game = {
  name: 'unobservability/collusion',
  *play(seed, form) {
    const built = (['mix-1', 'mix-2'] as const).flatMap((honest) => [
      systemAsBuilt(honest),
      systemUnderErrors(honest),
    ])
    for (const system of built) yield asBuilt(system, measure(system, seed, ROUNDS[form].built))
    for (const twin of twins()) yield asTwin(twin, measure(twin, seed, ROUNDS[form].twin))
    yield table()
  },
}

function measure(system: System, seed: string, rounds: number): Advantage {
  const env = seededEnv(`${seed} ${system.name}`, portableSuite)
  return playRounds(env, rounds, {
    world: (chance, bit) => collusionWorld(system, chance, bit),
    guess: (view, chance) => collusionGuess(system, view, chance),
  })
}

/** Held when the theorem's optimum lies in the interval: less would be a weak adversary, more a leak. */
function asBuilt(system: System, advantage: Advantage): Finding {
  const optimum = bestAdvantage(PLAYED.noiseScale, 1, 1, 1)
  const line = `${describeAdvantage(advantage)}; the optimum is ${optimum.toFixed(4)}`
  const asWanted = advantage.low <= optimum && optimum <= advantage.high
  return { system: system.name, line, asWanted }
}

/**
 * A twin loses above 0.9. Without one class's noise that class alone decides; with an attempt not
 * counted, 20 cells shift the counts.
 */
function asTwin(system: System, advantage: Advantage): Finding {
  return {
    system: system.name,
    line: describeAdvantage(advantage),
    asWanted: advantage.value > TWIN_LOSES_AT,
  }
}

/** The standard column, computed: what cells cost over batches when mix 1 is the honest one. */
function table(): Finding {
  const at = (cells: number, batches: number): string =>
    bestAdvantage(40, cells, batches, 2).toFixed(4)
  const one = bestAdvantage(40, 1, 1, 2)
  const line = [
    `1 cell ${at(1, 1)}`,
    `5 one a batch ${at(1, 5)}`,
    `20 one a batch ${at(1, 20)}`,
    `80 one a batch ${at(1, 80)}`,
    `80 ten a batch ${at(10, 8)}`,
  ].join(', ')
  return {
    system: 'standard column, computed',
    line,
    asWanted: Math.abs(one - Math.tanh(1 / 80)) < 1e-6,
  }
}
