import { brotliCompressSync } from 'node:zlib'
import { toHex } from '@postern/protocol'
import { WORD_LIST } from '@postern/protocol/words'
import { expect, test } from 'vitest'
import { buildReader, READER_BUDGET_BYTES } from '../src/index.ts'
import { packWords, unpackWords } from '../src/word-list-plugin.ts'

const trusted = { root: new Uint8Array(32).fill(0xa7), organisation: new Uint8Array(16).fill(0x5c) }

test('the client is one file within budget, with its trust compiled in, and the same each time', async () => {
  const first = await buildReader(trusted)
  const text = new TextDecoder().decode(first.bytes)
  expect(first.name).toMatch(/^reader-[0-9a-f]{16}\.js$/)
  expect(text).toContain(toHex(trusted.root))
  expect(text).toContain(toHex(trusted.organisation))
  expect(brotliCompressSync(first.bytes).length).toBeLessThanOrEqual(READER_BUDGET_BYTES)
  expect(await buildReader(trusted)).toEqual(first)
})

test('another root is another file', async () => {
  const other = { ...trusted, root: new Uint8Array(32).fill(0xa8) }
  expect((await buildReader(other)).name).not.toBe((await buildReader(trusted)).name)
})

test('the client neither evaluates text nor writes markup', async () => {
  const text = new TextDecoder().decode((await buildReader(trusted)).bytes)
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
