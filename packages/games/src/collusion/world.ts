import { admit, type Env, type OpenedItem } from '@postern/protocol'
import { drawSystemNoise, realViews, type System } from './system.ts'

/** The adversary's own cells of each kind, by which it reads an order that was not shuffled. */
const OWN_CELLS = 12

/** What comes out of the honest mix, as the adversary sees it once its own layers are off. */
export interface Seen {
  readonly kind: 'real' | 'cover'
  /** What its bytes are told apart by: the adversary knows the names of its own cells. */
  readonly name: string
}

/** One batch of the honest mix, and each output that the adversary got of it. */
export interface CollusionView {
  /** In the order of the input; 'target' where the target's cells stood. */
  readonly input: readonly string[]
  readonly outputs: readonly (readonly Seen[])[]
}

/**
 * One batch: the adversary submits its own cells, the target's, and the target's first one again.
 * Bit 1: the target has something to send.
 */
export function collusionWorld(system: System, env: Env, bit: 0 | 1): CollusionView {
  const target = targetCells(system, bit, env.pick(1 << 30))
  const own = ownCells()
  const place = 1 + env.pick(own.length - 2)
  const input = [...own.slice(0, place), ...target, ...own.slice(place), ...target.slice(0, 1)]
  const kept = admitted(system, input)
  const outputs = Array.from({ length: system.outputs }, () => output(system, env, kept))
  return { input: input.map(({ name }) => (name.startsWith('target') ? 'target' : name)), outputs }
}

function targetCells(system: System, bit: 0 | 1, tag: number): Seen[] {
  const real = bit * realViews(system)
  return Array.from({ length: system.views }, (_, view) => ({
    kind: view < real ? 'real' : 'cover',
    name: `target ${tag}.${view}`,
  }))
}

function ownCells(): Seen[] {
  return Array.from({ length: 2 * OWN_CELLS }, (_, at) => ({
    kind: at % 2 === 0 ? 'real' : 'cover',
    name: `own ${at}`,
  }))
}

/** The production step between opening and noise; a name stands for the sealed bytes. */
function admitted(system: System, input: readonly Seen[]): Seen[] {
  const text = new TextEncoder()
  const byName = new Map(input.map((seen) => [seen.name, seen]))
  const opened: OpenedItem[] = input.map(({ name }) => {
    const inner = text.encode(name)
    const replayKey = new Uint8Array(32)
    replayKey.set(inner.subarray(0, 32))
    return { replayKey, inner }
  })
  const { items } = admit(system.replaySet(), opened)
  return items.flatMap((item) => byName.get(new TextDecoder().decode(item)) ?? [])
}

function output(system: System, env: Env, kept: readonly Seen[]): Seen[] {
  const counts = drawSystemNoise(system, env)
  const noise = (kind: Seen['kind']): Seen[] =>
    Array.from({ length: counts[kind] }, (_, at) => ({ kind, name: `noise ${kind} ${at}` }))
  const all = [...kept, ...noise('real'), ...noise('cover')]
  const published = system.honest === 'mix-2' ? all.filter(({ kind }) => kind === 'real') : all
  return hideNames(system.order(env, published))
}

/** Target and noise look alike to the adversary, but for two copies of one thing. */
function hideNames(items: readonly Seen[]): Seen[] {
  const seen = new Map<string, number>()
  return items.map(({ kind, name }) => {
    if (name.startsWith('own')) return { kind, name }
    const number = seen.get(name) ?? seen.size
    seen.set(name, number)
    return { kind, name: `unknown ${number}` }
  })
}
