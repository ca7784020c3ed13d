/** How a mix adds noise to one class, as its adversary knows it. */
export interface NoiseShape {
  readonly mean: number
  readonly scale: number
}

/**
 * ln Pr[max(0, mean + L) = count] for the two-sided geometric L of ratio exp(−1/scale): what an
 * adversary who knows the sampler computes. A class without noise (null) is certain to be 0.
 */
export function logChance(shape: NoiseShape | null, count: number): number {
  if (shape === null) return count === 0 ? 0 : -Infinity
  if (count < 0) return -Infinity
  const { mean, scale } = shape
  const ratio = Math.exp(-1 / scale)
  if (count === 0) return -mean / scale - Math.log(1 + ratio)
  return Math.log((1 - ratio) / (1 + ratio)) - Math.abs(count - mean) / scale
}

/** Chances of the sums of two independent whole numbers, by number. */
type Chances = ReadonlyMap<number, number>

/**
 * The best possible advantage against noise of this scale when `cells` cells fall into each of
 * `batches` batches and `classes` classes are counted: the exact distance between the two worlds'
 * sums of log-likelihood ratios (truncation apart, which δ bounds). (spec/unobservability)
 */
export function bestAdvantage(
  scale: number,
  cells: number,
  batches: number,
  classes: 1 | 2,
): number {
  const one = ratioChances(scale, cells)
  let sum: Chances = new Map([[0, 1]])
  for (let draw = 0; draw < batches * classes; draw++) sum = convolve(sum, one)
  let distance = 0
  for (const [ratio, chance] of sum) distance += chance * Math.abs(1 - Math.exp(ratio / scale))
  return distance / 2
}

/** World 0's chances of |L| − |L − cells|, the log-likelihood ratio of one class times the scale. */
function ratioChances(scale: number, cells: number): Chances {
  const ratio = Math.exp(-1 / scale)
  const reach = Math.ceil(scale * 40) + cells
  const chances = new Map<number, number>()
  for (let noise = -reach; noise <= reach; noise++) {
    const value = Math.abs(noise) - Math.abs(noise - cells)
    const chance = ((1 - ratio) / (1 + ratio)) * ratio ** Math.abs(noise)
    chances.set(value, (chances.get(value) ?? 0) + chance)
  }
  return chances
}

function convolve(a: Chances, b: Chances): Chances {
  const sum = new Map<number, number>()
  for (const [x, p] of a) for (const [y, q] of b) sum.set(x + y, (sum.get(x + y) ?? 0) + p * q)
  return sum
}
