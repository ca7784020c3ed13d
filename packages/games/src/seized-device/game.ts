import { type Env, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import type { Finding, Form, Game } from '../game.ts'
import { describeAdvantage, playRounds } from '../measure/advantage.ts'
import { learn } from './adversary.ts'
import {
  asBuilt,
  fixedInnerLayer,
  madeOnFirstUse,
  type Moment,
  outboxBeside,
  type Profile,
  renewedOnUse,
  sourceOf,
} from './device.ts'

/** 100,000 rounds bring the interval within the target of 0.02; the short form shows the twins. */
const ROUNDS: Record<Form, number> = { short: 40, long: 100_000 }
const TWIN_ROUNDS = 16
/** Profiles of each kind that the adversary has himself, of the same system. */
const OWN = 3
const TARGET = 0.02

const TWINS: readonly (readonly [name: string, moment: Moment])[] = [
  ['a vault made on first use', madeOnFirstUse],
  ['a vault renewed on use only', renewedOnUse],
  ['a fixed inner layer', fixedInnerLayer],
  ['an outbox beside the vault', outboxBeside],
]

/** Three images of one profile, between which a source wrote and a reader read. */
export const seizedDevice: Game = {
  name: 'seized-device',
  *play(seed, form) {
    yield coupled(seed)
    const built = played(`${seed} as built`, ROUNDS[form], asBuilt)
    const within = form === 'short' ? built.low === 0 : built.high <= TARGET
    yield { system: 'as built', line: describeAdvantage(built), asWanted: within }
    for (const [system, moment] of TWINS) {
      const lost = played(`${seed} ${system}`, TWIN_ROUNDS, moment)
      yield { system, line: describeAdvantage(lost), asWanted: lost.value > 0.9 }
    }
  },
}

function played(seed: string, rounds: number, moment: Moment): ReturnType<typeof playRounds> {
  const env = seededEnv(seed, portableSuite)
  const own = ([0, 1] as const).flatMap((used) =>
    Array.from({ length: OWN }, () => ({ images: imagesOf(env, moment, used === 1), used })),
  )
  const learnt = learn(own, env)
  return playRounds(env, rounds, {
    world: (chance, bit) => imagesOf(chance, moment, bit === 1),
    guess: (images, chance) => learnt(images, chance) ?? (chance.pick(2) === 1 ? 1 : 0),
  })
}

/** In both worlds an image is one value of one length, and it changes at the same moments. */
function coupled(seed: string): Finding {
  const [reader, source] = [false, true].map((used) =>
    imagesOf(seededEnv(`${seed} coupled`, portableSuite), asBuilt, used)
      .map((image) => [...image].map(([name, { length }]) => `${name} ${length}`).join())
      .join('; '),
  )
  return { system: 'coupling', line: `images are ${reader}`, asWanted: reader === source }
}

/** One page view between two images, with its moment; the second is the source's first use. */
function imagesOf(env: Env, moment: Moment, used: boolean): Profile[] {
  const key = sourceOf(env)
  const profile: Profile = new Map()
  return [0, 1, 2].map((view) => {
    const writing = used && view > 0 ? { key, content: new Uint8Array(2_000 * view).fill(7) } : null
    moment(env, profile, writing)
    return new Map([...profile].map(([name, value]) => [name, value.slice()]))
  })
}
