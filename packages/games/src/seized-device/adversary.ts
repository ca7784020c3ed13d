import type { Env } from '@postern/protocol'
import { renewVault } from '@postern/protocol/vault'
import type { Profile } from './device.ts'

/** Images of profiles of which the adversary knows whether they were used: he has such a browser himself. */
export interface Known {
  readonly images: readonly Profile[]
  readonly used: 0 | 1
}

/** What he has learnt: the world that some signs speak for; null where they speak for neither. */
export type Learnt = (images: readonly Profile[], env: Env) => 0 | 1 | null

export function learn(known: readonly Known[], env: Env): Learnt {
  const votes = new Map<string, number>()
  for (const { images, used } of known) {
    const signs = signsOf(images, env)
    votes.set(signs, (votes.get(signs) ?? 0) + (used === 1 ? 1 : -1))
  }
  return (images, chance) => {
    const vote = votes.get(signsOf(images, chance)) ?? 0
    return vote === 0 ? null : vote > 0 ? 1 : 0
  }
}

/**
 * Everything in which two images of one profile can differ: which values there are and how long, how much of each is
 * what it was, whether it looks drawn at random and begins with points.
 */
function signsOf(images: readonly Profile[], env: Env): string {
  return images
    .map((image, at) =>
      [...image].map(([name, value]) => sign(name, value, images[at - 1], env)).join(),
    )
    .join(' | ')
}

function sign(name: string, value: Uint8Array, before: Profile | undefined, env: Env): string {
  const then = before?.get(name)
  const kept = then === undefined ? 'new' : sameShare(value, then) > 0.5 ? 'as before' : 'changed'
  const form = isRandom(value) ? 'random' : 'ordered'
  const points = name === 'vault' && renewVault(env, value) === null ? 'no vault' : 'points'
  return [name, value.length, kept, form, points].join(' ')
}

function sameShare(a: Uint8Array, b: Uint8Array): number {
  let same = 0
  for (let at = 0; at < a.length; at += SAMPLE) if (a[at] === b[at]) same += SAMPLE
  return same / a.length
}

/** A coarse test of the counts of bytes: a source's stream must pass it as a reader's does. */
function isRandom(bytes: Uint8Array): boolean {
  const counts = new Uint32Array(256)
  for (let at = 0; at < bytes.length; at += SAMPLE) {
    const byte = bytes[at] ?? 0
    counts[byte] = (counts[byte] ?? 0) + 1
  }
  const mean = bytes.length / SAMPLE / 256
  const chi = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
  return chi < 2 * 255
}

const SAMPLE = 7
