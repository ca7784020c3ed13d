import { argon2Sync } from 'node:crypto'
import { ROOT_COST, type Argon2id } from '@postern/protocol'
import { argon2id as webAssembly } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { publishedVectors, VectorRecord } from '../../../protocol/test/suite/vector-files.ts'
import { nativeArgon2id } from '../../src/suite/native-argon2id.ts'

const portable: Argon2id = (password, salt, cost) =>
  webAssembly({
    password,
    salt,
    iterations: cost.passes,
    parallelism: cost.lanes,
    memorySize: cost.memoryKiB,
    hashLength: cost.length,
    outputType: 'binary',
  })

describe('Argon2id', () => {
  it('gives the tag of RFC 9106', () => {
    const vector = new VectorRecord(publishedVectors('argon2id.json'))
    const tag = argon2Sync('argon2id', {
      message: vector.bytes('password'),
      nonce: vector.bytes('salt'),
      secret: vector.bytes('secret'),
      associatedData: vector.bytes('associatedData'),
      memory: vector.number('memoryKiB'),
      passes: vector.number('passes'),
      parallelism: vector.number('lanes'),
      tagLength: vector.bytes('tag').length,
    })
    expect(Uint8Array.from(tag)).toEqual(vector.bytes('tag'))
  })

  it.each([
    ['cheap', { memoryKiB: 64, passes: 1, lanes: 1, length: 32 }],
    ['several lanes', { memoryKiB: 256, passes: 2, lanes: 4, length: 24 }],
    ['what words cost (P2)', ROOT_COST],
  ] as const)('is the same in WebAssembly as in OpenSSL: %s', async (_, cost) => {
    const [password, salt] = [new Uint8Array(10).fill(7), new Uint8Array(29).fill(5)]
    const native = await nativeArgon2id(password, salt, cost)
    expect(native.length).toBe(cost.length)
    expect(await portable(password, salt, cost)).toEqual(native)
  })
})
