import type { Env } from '@postern/protocol'
import { logChance, type NoiseShape } from './noise-table.ts'
import { realViews, type System } from './system.ts'
import type { CollusionView, Seen } from './world.ts'

/**
 * The front and the other mix together. It reads a copy that came out twice, then an order that was
 * kept, and weighs the counts by maximum likelihood otherwise, knowing the system it attacks.
 */
export function collusionGuess(system: System, view: CollusionView, env: Env): 0 | 1 {
  return byEcho(system, view) ?? byOrder(view) ?? byCounts(system, view, env)
}

/** The cell that was sent twice: out twice it shows its kind; a dropped cover shows by its absence. */
function byEcho(system: System, { outputs }: CollusionView): 0 | 1 | null {
  const [first = []] = outputs
  const names = first.map(({ name }) => name)
  const echo = first.find(({ name }, at) => names.indexOf(name) !== at)
  if (echo !== undefined) return echo.kind === 'real' ? 1 : 0
  return system.echoes && system.honest === 'mix-2' ? 0 : null
}

function byOrder({ input, outputs }: CollusionView): 0 | 1 | null {
  const [first = []] = outputs
  const own = (name: string): boolean => name.startsWith('own')
  const out = first.map(({ name }) => name)
  const kept = input.filter((name) => out.includes(name))
  if (out.filter(own).join() !== kept.join()) return null
  return kindBetween(first, neighbours(input, kept))
}

function neighbours(input: readonly string[], kept: readonly string[]): [string, string] {
  const place = input.indexOf('target')
  const before = input.slice(0, place).findLast((name) => kept.includes(name)) ?? ''
  const after = input.slice(place).find((name) => kept.includes(name)) ?? ''
  return [before, after]
}

/** What stands between two known neighbours of an order that was kept: a real cell, or none. */
function kindBetween(items: readonly Seen[], [before, after]: [string, string]): 0 | 1 {
  const at = (name: string): number => items.findIndex((item) => item.name === name)
  const between = items.slice(at(before) + 1, at(after))
  return between.some(({ kind, name }) => kind === 'real' && !name.startsWith('own')) ? 1 : 0
}

function byCounts(system: System, view: CollusionView, env: Env): 0 | 1 {
  const { real, cover } = system.noise
  const shift = realViews(system)
  let ratio = 0
  for (const items of view.outputs) {
    const r = unknownOf(items, 'real')
    const c = unknownOf(items, 'cover')
    ratio += weigh(real, r - shift, r)
    if (system.honest === 'mix-1')
      ratio += weigh(cover, c - (system.views - shift), c - system.views)
  }
  if (ratio === 0) return env.pick(2) === 1 ? 1 : 0
  return ratio > 0 ? 1 : 0
}

/** ln of the noise's chance under bit 1 over that under bit 0; certainty outweighs everything. */
function weigh(shape: NoiseShape | null, ifOne: number, ifZero: number): number {
  const [one, zero] = [logChance(shape, ifOne), logChance(shape, ifZero)]
  if (one === zero) return 0
  return Math.max(-1e9, Math.min(1e9, one - zero))
}

function unknownOf(items: readonly Seen[], kind: Seen['kind']): number {
  return items.filter((item) => item.kind === kind && !item.name.startsWith('own')).length
}
