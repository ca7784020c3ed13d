import { concat, type Suite } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'

/**
 * The native suite with a key encapsulation that protects nothing and costs nothing: for tests
 * that run hundreds of batches and ask about order, not about secrecy.
 */
export const swiftSuite: Suite = {
  ...nativeSuite,
  kemKey: (seed) => {
    const publicKey = stretched(nativeSuite.sha256(seed), 1_216)
    return { publicKey, decapsulate: (enc) => nativeSuite.sha256(publicKey, enc) }
  },
  encapsulate: (publicKey, randomness) => {
    const enc = stretched(randomness, 1_120)
    return { enc, sharedSecret: nativeSuite.sha256(publicKey, enc) }
  },
}

function stretched(bytes: Uint8Array, length: number): Uint8Array {
  return concat(bytes, new Uint8Array(length - bytes.length))
}
