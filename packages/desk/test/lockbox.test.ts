import { seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  holds,
  type Lockbox,
  LOCKBOX_BYTES,
  locksOf,
  makeLockbox,
  openBox,
  sealBox,
  withLock,
  withoutLock,
} from '../src/member/lockbox.ts'

const suite = nativeSuite
const env = seededEnv('lockbox', suite)
const PLAIN = Uint8Array.of(1, 2, 3)

async function opens(sealed: Uint8Array, at: number, key: Uint8Array): Promise<boolean> {
  const opened = await openBox(suite, sealed, [at], () => key)
  return opened !== null && opened.plain.length === PLAIN.length
}

describe('a lockbox', () => {
  it('opens by each of its locks and by none that was taken away, whatever was done to it', async () => {
    const step = fc.record({ at: fc.nat(7), how: fc.constantFrom('add', 'take') })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let box: Lockbox = makeLockbox(env)
        const keys = new Map<number, Uint8Array>()
        const gone: [number, Uint8Array][] = []
        for (const { at, how } of steps) {
          const before = keys.get(at)
          if (before !== undefined) gone.push([at, before])
          keys.delete(at)
          if (how === 'add') keys.set(at, env.random(32))
          const key = keys.get(at)
          box = key === undefined ? withoutLock(env, box, at) : withLock(suite, box, at, key)
        }
        const sealed = sealBox(env, box, PLAIN)
        for (const [at, key] of keys) expect(await opens(sealed, at, key)).toBe(true)
        for (const [at, key] of gone) expect(await opens(sealed, at, key)).toBe(false)
      }),
      { numRuns: 40 },
    )
  })

  it('looks the same with one lock and with eight', () => {
    const bare = makeLockbox(env)
    const full = [0, 1, 2, 3, 4, 5, 6, 7].reduce(
      (box, at) => withLock(suite, box, at, env.random(32)),
      bare,
    )
    const sizes = [bare, full].map((box) => sealBox(env, box, PLAIN).length)
    expect(sizes).toEqual([LOCKBOX_BYTES + 3, LOCKBOX_BYTES + 3])
  })

  it('never seals twice under one nonce, and a changed byte opens nothing', async () => {
    const key = env.random(32)
    const box = withLock(suite, makeLockbox(env), 3, key)
    const [first, second] = [sealBox(env, box, PLAIN), sealBox(env, box, PLAIN)]
    expect(first).not.toEqual(second)
    for (const at of [0, 20 + 3 * 48, LOCKBOX_BYTES - 20, LOCKBOX_BYTES])
      expect(await opens(first.with(at, (first[at] ?? 0) ^ 1), 3, key)).toBe(false)
    expect(await opens(first.subarray(0, LOCKBOX_BYTES - 1), 3, key)).toBe(false)
  })

  it('a key of one lock opens no other, and of another box none', () => {
    const key = env.random(32)
    const box = withLock(suite, makeLockbox(env), 2, key)
    expect(holds(suite, box, 2, key)).toBe(true)
    expect(holds(suite, { ...box, locks: box.locks.with(3, box.locks[2] ?? key) }, 3, key)).toBe(
      false,
    )
    const sealed = sealBox(env, box, PLAIN)
    expect(holds(suite, locksOf(sealed), 2, key)).toBe(true)
    expect(holds(suite, withLock(suite, makeLockbox(env), 2, env.random(32)), 2, key)).toBe(false)
  })
})
