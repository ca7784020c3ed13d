import { argon2 } from 'node:crypto'
import type { Argon2id } from '@postern/protocol'

/** Argon2id of the platform; the page's is WebAssembly, and both must open one keyring. */
export const nodeArgon2id: Argon2id = async (message, nonce, cost) =>
  await new Promise((resolve, reject) => {
    const { lanes, length, memoryKiB, passes } = cost
    const asked = {
      message,
      nonce,
      parallelism: lanes,
      tagLength: length,
      memory: memoryKiB,
      passes,
    }
    argon2('argon2id', asked, (error, derived) => {
      if (error === null) resolve(new Uint8Array(derived))
      else reject(error)
    })
  })
