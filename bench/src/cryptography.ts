import { openSealed, seededEnv, sealTo, utf8 } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { nativeSuite } from '@postern/runtime'
import * as HPKE from 'hpke'
import type { Sample } from './sample.ts'

/** What mix 1 opens: layer 1's ciphertext holds 15,236 bytes. */
const LAYER_BYTES = 15_236

/** Opening a layer natively, portably, and by a peer; and sealing one as a page does. */
export async function cryptographySamples(seed: string): Promise<Sample[]> {
  const env = seededEnv(seed, portableSuite)
  const [keySeed, info] = [env.random(32), utf8('bench')]
  const publicKey = portableSuite.kemKey(keySeed).publicKey
  const sealed = sealTo(env, publicKey, info, env.random(LAYER_BYTES))
  const [native, portable] = [nativeSuite.kemKey(keySeed), portableSuite.kemKey(keySeed)]
  const peer = await peerOpening(keySeed, info, sealed)
  const plain = env.random(LAYER_BYTES)
  return [
    {
      name: 'open a layer, native suite',
      run: () => opened(openSealed(nativeSuite, native, info, sealed)),
    },
    {
      name: 'open a layer, portable suite (noble)',
      run: () => opened(openSealed(portableSuite, portable, info, sealed)),
    },
    { name: 'open a layer, hpke 1.1.7 on the platform', run: peer },
    {
      name: 'seal a layer, portable suite (what a page does)',
      run: () => void sealTo(env, publicKey, info, plain),
    },
  ]
}

function opened(result: object | null): void {
  if (result === null) throw new TypeError('the bench must open what it sealed')
}

async function peerOpening(
  keySeed: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<() => Promise<void>> {
  const suite = new HPKE.CipherSuite(
    HPKE.KEM_MLKEM768_X25519,
    HPKE.KDF_HKDF_SHA256,
    HPKE.AEAD_ChaCha20Poly1305,
  )
  const key = await suite.DeserializePrivateKey(keySeed)
  const [enc, ciphertext] = [sealed.slice(0, 1_120), sealed.slice(1_120)]
  return async () => opened(await suite.Open(key, enc, ciphertext, { info }))
}
