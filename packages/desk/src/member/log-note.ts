import { decodeVerified, encodeVerified, type VerifiedLog } from '@postern/casework'
import { derive, type Env, LABELS, Writer } from '@postern/protocol'

const NONCE_BYTES = 12

/** How far one device has verified one desk's log, as it lies beside its copy of it: for its member alone. */
export class LogNote {
  readonly #env: Env
  readonly #key: Uint8Array
  readonly #desk: Uint8Array

  constructor(env: Env, memberSeed: Uint8Array, desk: Uint8Array) {
    this.#env = env
    this.#key = derive(env.suite, memberSeed, LABELS.logNote, desk, 32)
    this.#desk = desk
  }

  seal(verified: VerifiedLog): Uint8Array {
    const nonce = this.#env.random(NONCE_BYTES)
    const plain = encodeVerified(verified)
    const sealed = this.#env.suite.aeadSeal(this.#key, nonce, this.#desk, plain)
    return new Writer().bytes(nonce).bytes(sealed).finish()
  }

  /** Null when it is another's, or was changed. */
  open(note: Uint8Array): VerifiedLog | null {
    if (note.length <= NONCE_BYTES) return null
    const { suite } = this.#env
    const plain = suite.aeadOpen(
      this.#key,
      note.subarray(0, NONCE_BYTES),
      this.#desk,
      note.subarray(NONCE_BYTES),
    )
    return plain && decodeVerified(plain)
  }
}
