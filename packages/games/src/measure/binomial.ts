/** A closed interval for a probability. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Halvings of [0, 1] until a bound is known beyond a double's precision. */
const HALVINGS = 60

/**
 * The exact two-sided interval for a proportion (Clopper and Pearson 1934): the probabilities at
 * which seeing so many successes, or more, or fewer, is not rarer than `alpha / 2`.
 */
export function exactInterval(successes: number, rounds: number, alpha: number): Interval {
  const low = successes === 0 ? 0 : solve((p) => 1 - lowerTail(successes - 1, rounds, p), alpha / 2)
  const high =
    successes === rounds ? 1 : solve((p) => 1 - lowerTail(successes, rounds, p), 1 - alpha / 2)
  return { low, high }
}

/** Pr[at most `most` successes in `rounds` rounds of probability p], summed from the likeliest term. */
export function lowerTail(most: number, rounds: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return most >= rounds ? 1 : 0
  const terms = logTerms(rounds, p)
  let sum = 0
  for (let k = 0; k <= most; k++) sum += Math.exp(terms(k))
  return Math.min(1, sum)
}

function logTerms(rounds: number, p: number): (k: number) => number {
  const [logP, logQ] = [Math.log(p), Math.log1p(-p)]
  const logChoose = logFactorials(rounds)
  return (k) => logChoose(k) + k * logP + (rounds - k) * logQ
}

const factorials: number[] = [0]

function logFactorials(rounds: number): (k: number) => number {
  for (let n = factorials.length; n <= rounds; n++)
    factorials.push((factorials[n - 1] ?? 0) + Math.log(n))
  const of = (n: number): number => factorials[n] ?? 0
  return (k) => of(rounds) - of(k) - of(rounds - k)
}

/** The p at which a rising function reaches `wanted`. */
function solve(rising: (p: number) => number, wanted: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2
    if (rising(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}
