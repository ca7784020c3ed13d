/** Spearman's correlation between the places 0 … n−1 and the order in which they came out. */
export function rankCorrelation(out: readonly number[]): number {
  const n = out.length
  const squares = out.reduce((sum, from, to) => sum + (from - to) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}

/** The 0.995 quantile of the standard normal. */
const NORMAL_995 = 2.5758

/**
 * What the mean of so many correlations exceeds, up or down, for one set of uniform permutations in
 * a hundred: each has mean 0 and variance 1/(n−1) (Kendall 1948), and the mean of hundreds is normal.
 */
export function permutationBound(items: number, batches: number): number {
  return NORMAL_995 / Math.sqrt(batches * (items - 1))
}
