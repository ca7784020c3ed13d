import { describe, expect, test } from 'vitest'
import type { BlobStore } from '@postern/runtime'

const one = Uint8Array.of(1, 2, 3)
const other = Uint8Array.of(4)

/** What every BlobStore must do; `make` gives an empty one. */
export function blobStoreContract(kind: string, make: () => Promise<BlobStore>): void {
  describe(`${kind} keeps the contract of BlobStore`, () => {
    test('gives back what was put, null for what was not', async () => {
      const store = await make()
      await store.put('batch/1', one)
      await store.put('empty', new Uint8Array(0))
      expect(await store.get('batch/1')).toEqual(one)
      expect(await store.get('empty')).toEqual(new Uint8Array(0))
      expect(await store.get('batch/2')).toBeNull()
    })

    test('takes a name once: the same bytes again are fine, others are refused', async () => {
      const store = await make()
      await store.put('batch/1', one)
      await store.put('batch/1', one)
      await expect(store.put('batch/1', other)).rejects.toMatchObject({ code: 'name-taken' })
      expect(await store.get('batch/1')).toEqual(one)
    })

    test('lets exactly one of two writers of a name win', async () => {
      const store = await make()
      const outcomes = await Promise.allSettled([store.put('a', one), store.put('a', other)])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const winner = outcomes[0]?.status === 'fulfilled' ? one : other
      expect(await store.get('a')).toEqual(winner)
    })

    test('lists names by prefix, sorted', async () => {
      const store = await make()
      for (const name of ['b/2', 'b/10', 'a', 'bc']) await store.put(name, one)
      expect(await store.list('b/')).toEqual(['b/10', 'b/2'])
      expect(await store.list('')).toEqual(['a', 'b/10', 'b/2', 'bc'])
      expect(await store.list('z')).toEqual([])
    })

    test('removes, also what is not there; the name is free again', async () => {
      const store = await make()
      await store.put('a', one)
      await store.remove('a')
      await store.remove('a')
      expect(await store.get('a')).toBeNull()
      await store.put('a', other)
      expect(await store.get('a')).toEqual(other)
    })

    test('moves in one step and never over another', async () => {
      const store = await make()
      await store.put('pending/1', one)
      await store.move('pending/1', 'batch/1')
      expect(await store.list('')).toEqual(['batch/1'])
      expect(await store.get('batch/1')).toEqual(one)
      await store.put('pending/1', other)
      await expect(store.move('pending/1', 'batch/1')).rejects.toMatchObject({ code: 'name-taken' })
      await expect(store.move('pending/2', 'batch/2')).rejects.toMatchObject({
        code: 'name-missing',
      })
      expect(await store.get('batch/1')).toEqual(one)
    })

    test('ends a move that a crash broke off between its two names', async () => {
      const store = await make()
      await store.put('pending/1', one)
      await store.put('batch/1', one)
      await store.move('pending/1', 'batch/1')
      expect(await store.list('')).toEqual(['batch/1'])
      await store.move('batch/1', 'batch/1')
      expect(await store.get('batch/1')).toEqual(one)
    })

    test('keeps its bytes apart from the caller’s', async () => {
      const store = await make()
      const mine = one.slice()
      await store.put('a', mine)
      mine[0] = 99
      const lent = await store.get('a')
      lent?.fill(0)
      expect(await store.get('a')).toEqual(one)
    })

    test.each([
      '',
      '/a',
      'a/',
      '../a',
      'a/../b',
      'A',
      'a//b',
      '.a',
      'a.tmp',
      'a b',
      'a\0',
      'x'.repeat(201),
    ])('has no name %j', async (name) => {
      const store = await make()
      await expect(store.put(name, one)).rejects.toThrow(TypeError)
      await expect(store.get(name)).rejects.toThrow(TypeError)
      await expect(store.remove(name)).rejects.toThrow(TypeError)
      await expect(store.move(name, 'b')).rejects.toThrow(TypeError)
    })
  })
}
