import {
  concat,
  Cursor,
  type Env,
  fromBase64,
  LABELS,
  labelBytes,
  PosternError,
  toBase64,
  utf8,
  Writer,
} from '@postern/protocol'

const KEY_BYTES = 32
const NONCE_BYTES = 12
/** Long enough to write a letter; after it she types her words again. */
const LIFE_MS = 2 * 3_600_000

/** What a field is for, so that one cannot stand where another belongs. */
export type FieldUse = 'made' | 'key'

/**
 * What a form carries from one request to the next: there is no session and no cookie. It opens in
 * this process alone, under a key that lies in its memory and dies with it.
 */
export class SealedFields {
  readonly #env: Env
  readonly #key: Uint8Array

  constructor(env: Env) {
    this.#env = env
    this.#key = env.random(KEY_BYTES)
  }

  seal(use: FieldUse, bytes: Uint8Array): string {
    const nonce = this.#env.random(NONCE_BYTES)
    const plain = new Writer()
      .u64(this.#env.nowMs() + LIFE_MS)
      .bytes(bytes)
      .finish()
    return toBase64(concat(nonce, this.#env.suite.aeadSeal(this.#key, nonce, aad(use), plain)))
  }

  /** Null for what was not sealed here for this use, or too long ago. */
  open(use: FieldUse, text: string): Uint8Array | null {
    const sealed = bytesOf(text)
    if (sealed.length < NONCE_BYTES) return null
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const plain = this.#env.suite.aeadOpen(this.#key, nonce, aad(use), sealed.subarray(NONCE_BYTES))
    if (plain === null) return null
    const cursor = new Cursor(plain)
    return cursor.u64() < this.#env.nowMs() ? null : cursor.rest()
  }
}

function aad(use: FieldUse): Uint8Array {
  return concat(labelBytes(LABELS.doorField), utf8(`\0${use}`))
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch (error) {
    if (error instanceof PosternError) return new Uint8Array(0)
    throw error
  }
}
