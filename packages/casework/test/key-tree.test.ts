import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyTree, signEvent, verifyEvent } from '../src/index.ts'
import { AuthorWorld } from './author-world.ts'

const root = seededEnv('key tree', portableSuite).random(32)
const whole = (): KeyTree => KeyTree.fromRoot(portableSuite, root)

/** Near one another and far apart, and both ends. */
const leaf = fc.oneof(
  fc.nat({ max: 40 }),
  fc.integer({ min: 2 ** 47 - 20, max: 2 ** 47 + 20 }),
  fc.integer({ min: 2 ** 48 - 20, max: 2 ** 48 - 1 }),
)

describe('a key tree', () => {
  it('has for each leaf one key, until it is forgotten, and forgets no other', () => {
    const range = fc.tuple(leaf, fc.nat({ max: 9 }))
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 4 }),
        fc.array(leaf, { maxLength: 5 }),
        (gone, asked) => {
          const tree = whole()
          for (const [first, more] of gone) tree.forget(first, first + more)
          const again = KeyTree.decode(portableSuite, tree.encode())
          for (const number of asked) {
            const forgotten = gone.some(
              ([first, more]) => number >= first && number <= first + more,
            )
            expect(tree.leaf(number)).toEqual(forgotten ? null : whole().leaf(number))
            expect(again.leaf(number)).toEqual(tree.leaf(number))
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('gives each leaf the same key in whatever order they are asked for, also between forgettings', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(leaf, fc.boolean()), { maxLength: 20 }), (steps) => {
        const tree = whole()
        const gone = new Set<number>()
        for (const [number, isForgotten] of steps) {
          if (isForgotten) tree.forget(number)
          if (isForgotten) gone.add(number)
          expect(tree.leaf(number)).toEqual(gone.has(number) ? null : whole().leaf(number))
        }
      }),
      { numRuns: 15 },
    )
  })

  it('gives no two leaves one key', () => {
    const keys = [0, 1, 2, 2 ** 47, 2 ** 48 - 1].map((number) => whole().leaf(number)?.toHex())
    expect(new Set(keys).size).toBe(5)
  })

  it('stays small when what is old is forgotten, and says so when it does not', () => {
    const tree = whole()
    tree.forget(0, 900 * 65_536)
    expect(tree.encode().length).toBeLessThan(2_100)
    const scattered = whole()
    expect(() => {
      for (let n = 1; n < 200; n++) scattered.forget(n * 2 ** 40)
    }).toThrow('key-tree-full')
    expect(scattered.leaf(199 * 2 ** 40)).not.toBeNull()
  })

  it('keeps nothing that gives a forgotten key: no node above it, and none of its bytes', () => {
    const tree = whole()
    const key = tree.leaf(77)
    tree.forget(77)
    const kept = tree.encode().toHex()
    expect(kept).not.toContain(key?.toHex())
    expect(kept).not.toContain(root.toHex())
  })

  it('refuses a node that lies outside of it', () => {
    const bytes = whole().encode()
    expect(() => KeyTree.decode(portableSuite, bytes.with(2, 49))).toThrow('malformed')
    expect(() => KeyTree.decode(portableSuite, bytes.with(10, 1))).toThrow('malformed')
    expect(() => KeyTree.decode(portableSuite, bytes.subarray(0, -1))).toThrow('short-input')
  })
})

describe('an event under a leaf', () => {
  const world = new AuthorWorld('leaf')
  const key = portableSuite.signingKey(world.env.random(32))
  const event = {
    id: world.env.random(16),
    author: key.publicKey,
    strand: world.env.random(8),
    sequence: 0,
    previous: new Uint8Array(32),
    seen: { length: 0, hash: new Uint8Array(32) },
    atMs: 9,
    leaf: 65_537,
    body: { kind: 'note', conversation: new Uint8Array(32), text: 'she named her brother' },
  } as const
  const bytes = signEvent(world.ground, key, world.compartment, event)

  it('says nothing in its own bytes, is read while the leaf is kept, and still stands afterwards', () => {
    expect(new TextDecoder().decode(bytes)).not.toContain('brother')
    expect(verifyEvent(world.ground, world.compartment, bytes)).toEqual(event)
    const ground = {
      ...world.ground,
      tree: KeyTree.decode(portableSuite, world.ground.tree.encode()),
    }
    ground.tree.forget(65_537)
    const { body, ...rest } = verifyEvent(ground, world.compartment, bytes)
    expect(rest).toEqual({ ...rest, id: event.id, leaf: 65_537 })
    expect(body).toMatchObject({ kind: 'forgotten', number: 10 })
    expect(() => signEvent(ground, key, world.compartment, event)).toThrow('forgotten-leaf')
  })
})
