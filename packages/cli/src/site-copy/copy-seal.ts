import {
  type Env,
  fromHex,
  labelBytes,
  LABELS,
  PosternError,
  type SigningKey,
  type Suite,
  toHex,
  Writer,
} from '@postern/protocol'
import { z } from 'zod'

/** Name of the signature among the files of a copy. */
export const SEAL = 'SHA256SUMS.sig'

/** Who signed a list of hashes, when, and for which organisation; hex. */
export interface CopySeal {
  readonly organisation: string
  readonly root: string
  readonly signedMs: number
  readonly signature: string
}

const sealForm: z.ZodType<CopySeal> = z.strictObject({
  organisation: z.string().regex(/^[0-9a-f]{32}$/),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  signedMs: z.int().min(0),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})

/** The root signs the list: whoever knows the root's words can check a copy from any hand. */
export function sealList(
  env: Env,
  root: SigningKey,
  organisation: Uint8Array,
  list: Uint8Array,
): CopySeal {
  const signedMs = env.nowMs()
  const signature = root.sign(messageOf(env.suite, organisation, signedMs, list))
  const keys = { organisation: toHex(organisation), root: toHex(root.publicKey) }
  return { ...keys, signedMs, signature: toHex(signature) }
}

/** PosternError('bad-seal') with a sentence when it is none, or is not over this list. */
export function openSeal(suite: Suite, text: string, list: Uint8Array): CopySeal {
  const seal = readSeal(text)
  const message = messageOf(suite, fromHex(seal.organisation), seal.signedMs, list)
  if (!suite.verify(fromHex(seal.root), message, fromHex(seal.signature)))
    throw new PosternError('bad-seal', 'The signature is not over this list of hashes.')
  return seal
}

function readSeal(text: string): CopySeal {
  try {
    return sealForm.parse(JSON.parse(text))
  } catch {
    throw new PosternError('bad-seal', `${SEAL} is no signature of a copy.`)
  }
}

/** label ‖ 0 ‖ organisation 16 ‖ time 8 ‖ SHA-256 of the list 32 */
function messageOf(
  suite: Suite,
  organisation: Uint8Array,
  signedMs: number,
  list: Uint8Array,
): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.siteCopy)).u8(0).bytes(organisation)
  return head.u64(signedMs).bytes(suite.sha256(list)).finish()
}
