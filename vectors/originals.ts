import { type Attachment, type Env, sealOriginal } from '@postern/protocol'
import { changed, type Outcome, type Scenario, written } from './scenario.ts'

const MAX_BYTES = 4_194_304

/** An original that two persons open, step by step. */
export function originalScenarios(env: Env): Scenario[] {
  const seeds = [env.random(32), env.random(32)] as const
  const [first, second] = [env.suite.kemKey(seeds[0]), env.suite.kemKey(seeds[1])]
  const place = { organisation: env.random(16), desk: env.random(16) }
  const bytes = env.random(600)
  const original: Attachment = {
    name: 'накладная.pdf',
    mediaType: 'application/pdf',
    bytes,
    sha256: env.suite.sha256(bytes),
    kind: 'original',
  }
  const sealed = sealOriginal(env, place, [first.publicKey, second.publicKey], original)
  const where = { organisation: written(place.organisation), desk: written(place.desk) }
  const open = (hand: number, seed: Uint8Array): Scenario['inputs'] => ({
    ...where,
    hand,
    keySeed: written(seed),
    sealed: written(sealed),
  })
  const scenario = (
    name: string,
    says: string,
    step: string,
    inputs: Scenario['inputs'],
    outcome: Outcome,
  ): Scenario => ({ name: `original/${name}`, says: `${says} (S7)`, step, inputs, outcome })
  const computed = { gives: 'computed' }
  const none = { givesNull: true } as const
  const together = {
    ...where,
    sealed: written(sealed),
    firstKeySeed: written(seeds[0]),
    secondKeySeed: written(seeds[1]),
    maxBytes: MAX_BYTES,
  }
  const flipped = changed('original/opens-with-both', 'sealed', { flipBit: 20_000 })
  return [
    scenario(
      'first-half',
      'The first hand’s key opens its half.',
      'open-half',
      open(0, seeds[0]),
      computed,
    ),
    scenario(
      'second-half',
      'The second hand’s key opens its half.',
      'open-half',
      open(1, seeds[1]),
      computed,
    ),
    scenario(
      'other-hand',
      'The key of one hand opens no half of the other.',
      'open-half',
      open(0, seeds[1]),
      none,
    ),
    scenario(
      'other-desk',
      'A half opens for no other desk.',
      'open-half',
      { ...open(0, seeds[0]), desk: written(place.organisation) },
      none,
    ),
    scenario(
      'other-version',
      'Another version is refused.',
      'open-half',
      {
        ...open(0, seeds[0]),
        sealed: changed('original/first-half', 'sealed', { setByte: 0, to: 2 }),
      },
      { refusedWith: 'bad-content' },
    ),
    scenario(
      'cut',
      'What is too short for two halves is refused.',
      'open-half',
      { ...open(0, seeds[0]), sealed: changed('original/first-half', 'sealed', { cutTo: 2_336 }) },
      { refusedWith: 'short-input' },
    ),
    scenario(
      'opens-with-both',
      'Both halves together open the original.',
      'open-original',
      together,
      computed,
    ),
    scenario(
      'changed',
      'Changed by one bit, it opens with nothing.',
      'open-original',
      { ...together, sealed: flipped },
      none,
    ),
    scenario(
      'one-hand-twice',
      'One hand’s half does not stand for both.',
      'open-original',
      { ...together, secondKeySeed: written(seeds[0]) },
      none,
    ),
    scenario(
      'too-large',
      'Unfolding stops at the bound.',
      'open-original',
      { ...together, maxBytes: 300 },
      { refusedWith: 'inflated-too-large' },
    ),
  ]
}
