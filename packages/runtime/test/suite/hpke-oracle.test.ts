import { openSealed, sealTo, seededEnv, type Suite, utf8 } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { AEAD_ChaCha20Poly1305, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke'
import { describe, expect, it } from 'vitest'
import { nativeSuite } from '../../src/suite/native-suite.ts'

const theirs = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305)
const info = utf8('info for both')
const text = utf8('Что видно снаружи? Ничего.')

/** A second implementation of HPKE, by someone else, must open what this one seals, and back. */
describe.each([
  ['native', nativeSuite],
  ['portable', portableSuite],
] as [string, Suite][])('HPKE against the package hpke, %s suite', (_, suite) => {
  const env = seededEnv('oracle', suite)
  const seed = env.random(32)
  const key = suite.kemKey(seed)

  it('what it seals opens here, and no changed byte does', async () => {
    const publicKey = await theirs.DeserializePublicKey(key.publicKey)
    const { encapsulatedSecret, ciphertext } = await theirs.Seal(publicKey, text, { info })
    const sealed = Uint8Array.from([...encapsulatedSecret, ...ciphertext])
    expect(openSealed(suite, key, info, sealed)?.plaintext).toEqual(text)
    sealed[1_130] = (sealed[1_130] ?? 0) ^ 1
    expect(openSealed(suite, key, info, sealed)).toBe(null)
  })

  it('what is sealed here it opens, from the 32-byte private key', async () => {
    const sealed = sealTo(env, key.publicKey, info, text)
    const privateKey = await theirs.DeserializePrivateKey(seed)
    const [enc, ciphertext] = [sealed.subarray(0, 1_120), sealed.subarray(1_120)]
    expect(await theirs.Open(privateKey, enc, ciphertext, { info })).toEqual(text)
    await expect(theirs.Open(privateKey, enc, ciphertext, { info: text })).rejects.toThrow()
  })
})
