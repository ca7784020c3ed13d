import type { Env } from '../env.ts'

/**
 * The items in a uniformly random order, in a new array (Fisher and Yates). Each of the n! orders
 * is as likely as any other, because `pick` is uniform and cryptographic. (M6)
 */
export function shuffle<T>(env: Env, items: readonly T[]): T[] {
  const order = items.map((_, index) => index)
  for (let last = order.length - 1; last > 0; last--) swap(order, last, env.pick(last + 1))
  return order.flatMap((index) => items.slice(index, index + 1))
}

function swap(order: number[], a: number, b: number): void {
  const [atA, atB] = [order[a], order[b]]
  if (atA === undefined || atB === undefined) throw new TypeError('no such place to swap')
  order[a] = atB
  order[b] = atA
}
