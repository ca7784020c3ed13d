import { concat, equalBytes, type Suite } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'

/**
 * The native suite with signatures and a key encapsulation that protect nothing and cost nothing:
 * for tests that run hundreds of batches and ask about order, not about secrecy.
 */
export const swiftSuite: Suite = {
  ...nativeSuite,
  signingKey: (seed) => {
    const publicKey = nativeSuite.sha256(seed)
    return { publicKey, sign: (message) => signed(publicKey, message) }
  },
  verify: (publicKey, message, signature) => equalBytes(signature, signed(publicKey, message)),
  kemKey: (seed) => {
    const publicKey = stretched(nativeSuite.sha256(seed), 1_216)
    return { publicKey, decapsulate: (enc) => nativeSuite.sha256(publicKey, enc) }
  },
  encapsulate: (publicKey, randomness) => {
    const enc = stretched(randomness, 1_120)
    return { enc, sharedSecret: nativeSuite.sha256(publicKey, enc) }
  },
}

function signed(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const hash = nativeSuite.sha256(publicKey, message)
  return concat(hash, hash)
}

function stretched(bytes: Uint8Array, length: number): Uint8Array {
  return concat(bytes, new Uint8Array(length - bytes.length))
}
