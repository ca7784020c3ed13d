import type { Argon2id } from '@postern/protocol'
import { argon2id } from 'hash-wasm'

/** Argon2id in WebAssembly. */
export const browserArgon2id: Argon2id = async (password, salt, cost) =>
  await argon2id({
    password,
    salt,
    parallelism: cost.lanes,
    iterations: cost.passes,
    memorySize: cost.memoryKiB,
    hashLength: cost.length,
    outputType: 'binary',
  })
