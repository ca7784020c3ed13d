import { concat } from '../bytes/concat.ts'
import { utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import type { Env } from '../env.ts'
import { type Opened, openSealed, sealTo } from '../suite/hpke.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { KemKey, Suite } from '../suite/suite.ts'
import { sized } from './ids.ts'
import { ENC_BYTES, EPOCH_BYTES, INNER_BYTES, LAYER_1_BYTES, LAYER_2_BYTES } from './sizes.ts'

export type SealRole = 'mix-1' | 'mix-2' | 'desk'

/**
 * HPKE's info: label ‖ role ‖ SHA-256 of the statement's payload. A cell made from another
 * statement opens at no honest mix, whatever its kind (B2).
 */
export function sealInfo(role: SealRole, statementHash: Uint8Array): Uint8Array {
  return concat(labelBytes(LABELS.sealing), utf8(role), statementHash)
}

/** layer 1 = epoch 4 ‖ enc 1,120 ‖ ciphertext of layer 2. */
export function sealLayer1(
  env: Env,
  mixKey: Uint8Array,
  statementHash: Uint8Array,
  epoch: number,
  layer2: Uint8Array,
): Uint8Array {
  sized(layer2, LAYER_2_BYTES, 'layer 2')
  const sealed = sealTo(env, mixKey, sealInfo('mix-1', statementHash), layer2)
  return new Writer().u32(epoch).bytes(sealed).finish()
}

/** layer 2 = enc 1,120 ‖ ciphertext of inner. */
export function sealInner(
  env: Env,
  mixKey: Uint8Array,
  statementHash: Uint8Array,
  inner: Uint8Array,
): Uint8Array {
  sized(inner, INNER_BYTES, 'inner')
  return sealTo(env, mixKey, sealInfo('mix-2', statementHash), inner)
}

/** Layer 2 inside, or null for everything that is not a layer 1 for this key and statement. */
export function openLayer1(
  suite: Suite,
  key: KemKey,
  statementHash: Uint8Array,
  layer1: Uint8Array,
): Opened | null {
  if (layer1.length !== LAYER_1_BYTES) return null
  return openSealed(suite, key, sealInfo('mix-1', statementHash), layer1.subarray(EPOCH_BYTES))
}

/** Inner inside, or null for everything that is not a layer 2 for this key and statement. */
export function openLayer2(
  suite: Suite,
  key: KemKey,
  statementHash: Uint8Array,
  layer2: Uint8Array,
): Opened | null {
  if (layer2.length !== LAYER_2_BYTES) return null
  return openSealed(suite, key, sealInfo('mix-2', statementHash), layer2)
}

/** The 1,120 bytes that mix 1 remembers a cell by (M4). */
export function layer1Enc(layer1: Uint8Array): Uint8Array {
  return layer1.subarray(EPOCH_BYTES, EPOCH_BYTES + ENC_BYTES)
}

/** The 1,120 bytes that mix 2 remembers an item by, and a desk an envelope (M4, S5). */
export function sealedEnc(sealed: Uint8Array): Uint8Array {
  return sealed.subarray(0, ENC_BYTES)
}
