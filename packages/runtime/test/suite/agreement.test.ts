import { derive, LABELS, openSealed, prf, sealTo, seededEnv, type Suite } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeSuite } from '../../src/suite/native-suite.ts'

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length })
const anyBytes = fc.uint8Array({ maxLength: 300 })

/** Under the same randomness the two suites are one function (spec/protocol, Suite). */
function agree(what: (suite: Suite) => unknown): void {
  expect(what(nativeSuite)).toStrictEqual(what(portableSuite))
}

describe('the native and the portable suite', () => {
  it('hash, derive and authenticate alike', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, anyBytes, fc.nat(200), (a, b, c, length) => {
        agree((suite) => [
          suite.sha256(a, b, c),
          suite.hmacSha256(a, b, c),
          suite.hkdfSha256(a, b, c, length + 1),
          derive(suite, a, LABELS.slotKey, b, length + 1),
          prf(suite, a, LABELS.receipt, b, c),
        ])
      }),
    )
  })

  it('seal and open symmetrically alike, whatever is changed', () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(12),
        anyBytes,
        anyBytes,
        fc.nat(),
        (key, nonce, aad, text, at) => {
          agree((suite) => suite.aeadSeal(key, nonce, aad, text))
          const sealed = portableSuite.aeadSeal(key, nonce, aad, text)
          agree((suite) => suite.aeadOpen(key, nonce, aad, sealed))
          agree((suite) => suite.aeadOpen(key, nonce, aad, text))
          agree((suite) => suite.aeadOpen(key, nonce, aad, changed(sealed, at)))
        },
      ),
    )
  })

  it('sign alike, and take and refuse the same signatures', () => {
    fc.assert(
      fc.property(bytes(32), anyBytes, fc.nat(), fc.nat(), (seed, message, first, second) => {
        agree((suite) => suite.signingKey(seed).publicKey)
        agree((suite) => suite.signingKey(seed).sign(message))
        const key = nativeSuite.signingKey(seed)
        const signature = key.sign(message)
        agree((suite) => suite.verify(key.publicKey, message, signature))
        agree((suite) => suite.verify(changed(key.publicKey, first), message, signature))
        agree((suite) => suite.verify(key.publicKey, message, changed(signature, second)))
      }),
      { numRuns: 40 },
    )
  })

  it('take and refuse the same signatures under keys that are any 32 bytes', () => {
    fc.assert(
      fc.property(bytes(32), bytes(64), anyBytes, (key, signature, message) => {
        agree((suite) => suite.verify(key, message, signature))
      }),
      { numRuns: 60 },
    )
  })

  it('make the same boxes and open each other’s', () => {
    fc.assert(
      fc.property(bytes(32), bytes(16), anyBytes, anyBytes, (keySeed, seed, info, text) => {
        const [native, portable] = [nativeSuite, portableSuite].map((suite) => {
          const key = suite.kemKey(keySeed)
          return { key, sealed: sealTo(seededEnv(seed, suite), key.publicKey, info, text) }
        })
        if (native === undefined || portable === undefined) throw new Error('two suites')
        expect(native.sealed).toStrictEqual(portable.sealed)
        const opened = openSealed(nativeSuite, native.key, info, portable.sealed)
        expect(opened?.plaintext).toStrictEqual(text)
        expect(opened).toStrictEqual(openSealed(portableSuite, portable.key, info, native.sealed))
      }),
      { numRuns: 30 },
    )
  })

  it('decapsulate any 1,120 bytes to the same secret, or both to none', () => {
    fc.assert(
      fc.property(bytes(32), bytes(1_120), (seed, enc) => {
        agree((suite) => suite.kemKey(seed).decapsulate(enc))
      }),
      { numRuns: 30 },
    )
  })

  it('encapsulate to any 1,216 bytes alike, or both refuse', () => {
    fc.assert(
      fc.property(bytes(1_216), bytes(64), (publicKey, randomness) => {
        agree((suite) => suite.encapsulate(publicKey, randomness))
      }),
      { numRuns: 30 },
    )
  })

  it('give a seeded Env the same future', () => {
    agree((suite) => {
      const env = seededEnv('one seed', suite)
      return [env.random(5_000), env.pick(1_000), env.pick(3), env.random(1), env.nowMs()]
    })
  })

  it('hand out plain arrays, never a Buffer', () => {
    const key = nativeSuite.kemKey(new Uint8Array(32))
    const made = nativeSuite.encapsulate(key.publicKey, new Uint8Array(64))
    const handed = [
      nativeSuite.sha256(),
      key.publicKey,
      made?.sharedSecret,
      nativeSuite.signingKey(new Uint8Array(32)).sign(new Uint8Array(1)),
    ]
    expect(handed.filter((each) => each?.constructor !== Uint8Array)).toEqual([])
  })
})

function changed(original: Uint8Array, place: number): Uint8Array {
  const at = place % original.length
  return original.map((byte, position) => (position === at ? byte ^ (1 << (place % 8)) : byte))
}
