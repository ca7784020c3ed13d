import type { Argon2id } from '@postern/protocol'
import setupWasm from 'argon2id/lib/setup.js'

/**
 * Argon2id in WebAssembly, from the module's bytes. It is set up at each call, so that its 64 MiB
 * are given back.
 */
export function pageArgon2id(module: Uint8Array<ArrayBuffer>): Argon2id {
  const set = (imports: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> =>
    WebAssembly.instantiate(module, imports)
  return async (password, salt, cost) => {
    const compute = await setupWasm(set, set)
    return compute({
      password,
      salt,
      memorySize: cost.memoryKiB,
      passes: cost.passes,
      parallelism: cost.lanes,
      tagLength: cost.length,
    })
  }
}
