import { brotliCompressSync } from 'node:zlib'
import { toHex } from '@postern/protocol'
import { WORD_LIST } from '@postern/protocol/words'
import { expect, test } from 'vitest'
import { buildReader, CLEANER_BUDGET_BYTES, READER_BUDGET_BYTES } from '../src/index.ts'
import { packWords, unpackWords } from '../src/word-list-plugin.ts'

const trusted = { root: new Uint8Array(32).fill(0xa7), organisation: new Uint8Array(16).fill(0x5c) }

test('the client is one file within budget, with its trust compiled in, and the same each time', async () => {
  const first = await buildReader(trusted)
  const text = new TextDecoder().decode(first.script.bytes)
  expect(first.script.name).toMatch(/^reader-[0-9a-f]{16}\.js$/)
  expect(text).toContain(toHex(trusted.root))
  expect(text).toContain(toHex(trusted.organisation))
  expect(brotliCompressSync(first.script.bytes).length).toBeLessThanOrEqual(READER_BUDGET_BYTES)
  expect(await buildReader(trusted)).toEqual(first)
})

test('another root is another file', async () => {
  const other = { ...trusted, root: new Uint8Array(32).fill(0xa8) }
  const [one, two] = [await buildReader(other), await buildReader(trusted)]
  expect(one.script.name).not.toBe(two.script.name)
  expect(one.cleaner.name).toBe(two.cleaner.name)
})

test('what cleans is a second file within its own budget, and the client knows its name', async () => {
  const { script, cleaner } = await buildReader(trusted)
  expect(cleaner.name).toMatch(/^cleaner-[0-9a-f]{16}\.js$/)
  expect(new TextDecoder().decode(script.bytes)).toContain(cleaner.name)
  expect(brotliCompressSync(cleaner.bytes).length).toBeLessThanOrEqual(CLEANER_BUDGET_BYTES)
  expect(new TextDecoder().decode(cleaner.bytes)).not.toMatch(/\beval\(|new Function|innerHTML/)
})

test('the client neither evaluates text nor writes markup', async () => {
  const text = new TextDecoder().decode((await buildReader(trusted)).script.bytes)
  expect(text).not.toMatch(
    /\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
  )
  expect(text).not.toMatch(
    /serviceWorker|sendBeacon|WebSocket|localStorage|sessionStorage|document\.cookie/,
  )
  expect(text).not.toMatch(/https?:\/\//)
})

test('the packed word list is the list', () => {
  expect(unpackWords(packWords(WORD_LIST))).toEqual([...WORD_LIST])
  expect(unpackWords(packWords(['able', 'able', 'about', 'zoo']))).toEqual([
    'able',
    'able',
    'about',
    'zoo',
  ])
})
