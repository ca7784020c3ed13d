import {
  type Attempts,
  drawNoise,
  type Env,
  mayAttempt,
  MemoryReplaySet,
  type MixRole,
  type NoiseCounts,
  type Parameters,
  recordAttempt,
  REHEARSAL,
  type ReplaySet,
  shuffle,
} from '@postern/protocol'
import type { NoiseShape } from './noise-table.ts'

/** The steps of the honest mix and of the target's client that the game calls, as built or broken. */
export interface System {
  readonly name: string
  /** True for a system with one defence taken out. */
  readonly isTwin: boolean
  /** The one honest mix; everything else belongs to the adversary. */
  readonly honest: MixRole
  /** The noise of each class; null for a class without. Known to the adversary. */
  readonly noise: Readonly<Record<'real' | 'cover', NoiseShape | null>>
  readonly order: <T>(env: Env, items: readonly T[]) => T[]
  readonly replaySet: () => ReplaySet
  /** Whether a cell that is sent twice comes out twice. Known to the adversary. */
  readonly echoes: boolean
  /** How many outputs of one batch the adversary can provoke by crashes. */
  readonly outputs: number
  /** How many views the target makes in the batch; the front answers each with an error. */
  readonly views: number
  /** What the client remembers of an attempt that was answered with an error. */
  readonly afterError: typeof recordAttempt | (() => null)
}

/** Small enough for its optimum to be measured: tanh(1/4) = 0.245 for one cell. */
export const PLAYED: Parameters = { ...REHEARSAL, noiseMean: 30, noiseScale: 2 }

export function systemAsBuilt(honest: MixRole): System {
  const shape = { mean: PLAYED.noiseMean, scale: PLAYED.noiseScale }
  return {
    name: `as built, ${honest} honest`,
    isTwin: false,
    honest,
    noise: { real: shape, cover: honest === 'mix-1' ? shape : null },
    order: shuffle,
    replaySet: () => new MemoryReplaySet(),
    echoes: false,
    outputs: 1,
    views: 1,
    afterError: recordAttempt,
  }
}

/** The same, and its front answers errors to draw a real cell from each of 20 views. */
export function systemUnderErrors(honest: MixRole): System {
  return { ...systemAsBuilt(honest), name: `front answers errors, ${honest} honest`, views: 20 }
}

/** Each with one defence out. (threat model: `unobservability/collusion`) */
export function twins(): System[] {
  const first = systemAsBuilt('mix-1')
  const second = systemAsBuilt('mix-2')
  const forgetful: ReplaySet = { addIfNew: () => true }
  const inOrder = <T>(_env: Env, items: readonly T[]): T[] => [...items]
  const both = [first, second].flatMap((built) => [
    {
      ...built,
      name: `no real-class noise, ${built.honest} honest`,
      noise: without(built, 'real'),
    },
    { ...built, name: `64 redraws of the noise, ${built.honest} honest`, outputs: 64 },
    { ...built, name: `no shuffle, ${built.honest} honest`, order: inOrder },
    {
      ...built,
      name: `no replay set, ${built.honest} honest`,
      replaySet: () => forgetful,
      echoes: true,
    },
    {
      ...systemUnderErrors(built.honest),
      name: `a failed attempt not counted, ${built.honest} honest`,
      afterError: () => null,
    },
  ])
  const noCover = {
    ...first,
    name: 'no cover-class noise, mix-1 honest',
    noise: without(first, 'cover'),
  }
  return [noCover, ...both].map((system) => ({ ...system, isTwin: true }))
}

function without(system: System, kind: keyof NoiseCounts): System['noise'] {
  return { ...system.noise, [kind]: null }
}

/** The production draw, less the classes that a twin leaves out. */
export function drawSystemNoise(system: System, env: Env): NoiseCounts {
  const { real, cover } = drawNoise(env, system.honest, PLAYED)
  return { real: system.noise.real ? real : 0, cover: system.noise.cover ? cover : 0 }
}

/** Which of the target's views in one batch carry a real cell, by the client's own rule. (V3) */
export function realViews(system: System): number {
  const moment = { nowMs: 0, batch: 1, mixIntervalMs: PLAYED.mixIntervalMs }
  let attempts: Attempts | null = null
  let real = 0
  for (let view = 0; view < system.views; view++) {
    if (!mayAttempt(attempts, moment)) continue
    real++
    attempts = system.afterError(moment)
  }
  return real
}
