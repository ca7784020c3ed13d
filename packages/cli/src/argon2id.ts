import { argon2 } from 'node:crypto'
import type { Argon2id } from '@postern/protocol'

/** Argon2id of the platform (RFC 9106). */
export const nativeArgon2id: Argon2id = async (password, salt, cost) =>
  await new Promise((resolve, reject) => {
    const parameters = {
      message: password,
      nonce: salt,
      parallelism: cost.lanes,
      tagLength: cost.length,
      memory: cost.memoryKiB,
      passes: cost.passes,
    }
    argon2('argon2id', parameters, (error, derived) => {
      if (error === null) resolve(new Uint8Array(derived))
      else reject(error)
    })
  })
