/** One thing measured: so many calls a second, the median of interleaved runs. */
export interface Sample {
  readonly name: string
  readonly run: () => void | Promise<void>
}

export interface Measured {
  readonly name: string
  readonly perSecond: number
}

const RUNS = 7
const RUN_MS = 400

/** Interleaved, so that a noisy neighbour hits all alike; the median of seven runs each. */
export async function measureAll(samples: readonly Sample[]): Promise<Measured[]> {
  const rates = new Map<string, number[]>(samples.map(({ name }) => [name, []]))
  for (let run = 0; run <= RUNS; run++)
    for (const sample of samples) {
      const rate = await rateOf(sample)
      if (run > 0) rates.get(sample.name)?.push(rate)
    }
  return samples.map(({ name }) => ({ name, perSecond: median(rates.get(name) ?? []) }))
}

async function rateOf({ run }: Sample): Promise<number> {
  const started = performance.now()
  let calls = 0
  while (performance.now() - started < RUN_MS) {
    await run()
    calls++
  }
  return (calls * 1_000) / (performance.now() - started)
}

/** The upper one of the middle two where their number is even. */
export function median(rates: readonly number[]): number {
  return rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
}
