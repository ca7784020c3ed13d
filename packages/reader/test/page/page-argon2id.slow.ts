import { argon2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ROOT_COST } from '@postern/protocol'
import { expect, test } from 'vitest'
import { pageArgon2id } from '../../src/page/page-argon2id.ts'

const path = createRequire(import.meta.url).resolve('argon2id/dist/no-simd.wasm')
const argon2id = pageArgon2id(Uint8Array.from(readFileSync(path)))

test.each([
  ['cheap', { memoryKiB: 64, passes: 1, lanes: 1, length: 32 }],
  ['several lanes', { memoryKiB: 256, passes: 2, lanes: 4, length: 24 }],
  ['what words cost (P2)', ROOT_COST],
] as const)('the page’s Argon2id gives the tag of OpenSSL’s: %s', async (_, cost) => {
  const [password, salt] = [new Uint8Array(10).fill(7), new Uint8Array(29).fill(5)]
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    memory: cost.memoryKiB,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: cost.length,
  })
  expect(Buffer.from(await argon2id(password, salt, cost))).toEqual(tag)
  expect(Buffer.from(await argon2id(password, salt, cost))).toEqual(tag)
})
