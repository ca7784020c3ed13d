import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Argon2id } from '@postern/protocol'
import { plain } from './plain.ts'

const derived = promisify(argon2)

/** Argon2id (RFC 9106) off the main thread, by OpenSSL. */
export const nativeArgon2id: Argon2id = async (password, salt, cost) =>
  plain(
    await derived('argon2id', {
      message: password,
      nonce: salt,
      memory: cost.memoryKiB,
      passes: cost.passes,
      parallelism: cost.lanes,
      tagLength: cost.length,
    }),
  )
