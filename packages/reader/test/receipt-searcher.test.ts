import { RECENT_DROP_BYTES, receipt, seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { expect, test } from 'vitest'
import { ReceiptSearcher } from '../src/client/receipt-searcher.ts'

const env = seededEnv('searcher', nativeSuite)
const search = {
  seed: env.random(32),
  drop: env.random(RECENT_DROP_BYTES),
  numbers: [0, 1, 2],
  repeats: [0, 1, 2],
}
/** Longer than any search that is not held. */
const LONG_MS = 400

test('a long search rests while it is held, and then ends as it would have', async () => {
  const searcher = new ReceiptSearcher(nativeSuite)
  let isOver = false
  searcher.hold()
  const searched = searcher.search(search).finally(() => (isOver = true))
  await new Promise((resolve) => setTimeout(resolve, LONG_MS))
  expect(isOver).toBe(false)
  searcher.release()
  expect(await searched).toEqual([])
})

test('held in the middle, it rests at the next piece', async () => {
  const searcher = new ReceiptSearcher(nativeSuite)
  const numbers = Array.from({ length: 200 }, (_, n) => n)
  let isOver = false
  const searched = searcher.search({ ...search, numbers }).finally(() => (isOver = true))
  searcher.hold()
  await new Promise((resolve) => setTimeout(resolve, LONG_MS))
  expect(isOver).toBe(false)
  searcher.release()
  expect(await searched).toEqual([])
})

test('finds the number whose receipt stands in the drop, however many repeats there are', async () => {
  const drop = search.drop.slice()
  const repeats = Array.from({ length: 1_100 }, (_, r) => r)
  drop.set(receipt(nativeSuite, search.seed, 2, 1_099), drop.length - 8)
  const found = await new ReceiptSearcher(nativeSuite).search({ ...search, drop, repeats })
  expect(found).toEqual([2])
})
