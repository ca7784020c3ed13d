import { fromHex, toHex } from '@postern/protocol'
import { portableSuite as suite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auditPath, isUnder, merkleRoot } from '../src/index.ts'

/** The leaves and roots that the reference implementation of Certificate Transparency tests with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(fromHex)
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const leavesArbitrary = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 40 })

describe('Merkle tree', () => {
  it('has the roots of the reference implementation', () => {
    const roots = ROOTS.map((_, at) => toHex(merkleRoot(suite, LEAVES.slice(0, at + 1))))
    expect(roots).toEqual(ROOTS)
  })

  it('hashes nothing to the hash of nothing', () => {
    expect(merkleRoot(suite, [])).toEqual(suite.sha256())
  })

  it('leads from each leaf to the root', () => {
    fc.assert(
      fc.property(leavesArbitrary, (leaves) => {
        const root = merkleRoot(suite, leaves)
        for (const [index, data] of leaves.entries()) {
          const place = { index, leaves: leaves.length, path: auditPath(suite, leaves, index) }
          expect(isUnder(suite, root, data, place)).toBe(true)
        }
      }),
    )
  })

  it('leads from nothing else: another leaf, place, count or path', () => {
    fc.assert(
      fc.property(leavesArbitrary, fc.nat(), fc.nat(7), (leaves, chosen, bit) => {
        const root = merkleRoot(suite, leaves)
        const index = chosen % leaves.length
        const data = leaves[index] ?? new Uint8Array(0)
        const path = auditPath(suite, leaves, index)
        const place = { index, leaves: leaves.length, path }
        const changed = path.map((hash) =>
          hash.map((byte, at) => (at === 0 ? byte ^ (1 << bit) : byte)),
        )
        const other = Uint8Array.of(...data, 1)
        expect(isUnder(suite, root, other, place)).toBe(false)
        expect(isUnder(suite, root, data, { ...place, index: leaves.length })).toBe(false)
        expect(isUnder(suite, root, data, { ...place, path: [...path, root] })).toBe(false)
        if (path.length === 0) return
        expect(isUnder(suite, root, data, { ...place, path: changed })).toBe(false)
        expect(isUnder(suite, root, data, { ...place, path: path.slice(1) })).toBe(false)
      }),
    )
  })

  it('knows no leaf outside of the tree', () => {
    expect(() => auditPath(suite, LEAVES, 8)).toThrow('no leaf 8')
  })
})
