import { concat } from '../bytes/concat.ts'
import { derive } from '../suite/kdf.ts'
import { type Label, LABELS, labelBytes } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'

/** Argon2id (RFC 9106), handed in by the shell: WebAssembly in pages, node:crypto on servers. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2idCost,
) => Promise<Uint8Array>

export interface Argon2idCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
  /** Bytes to give. */
  readonly length: number
}

/** What one source is toward one desk. */
export interface DeskSecrets {
  /** Signs her messages and is their conversation key. */
  readonly signing: SigningKey
  /** The words' seed: 32 bytes, for slots and receipts (R8). */
  readonly seed: Uint8Array
}

/** P2: 64 MiB, three passes, one lane. Part of version 1 and not a setting. */
export const ROOT_COST: Argon2idCost = {
  memoryKiB: 65_536,
  passes: 3,
  lanes: 1,
  length: 32,
}

/** root = Argon2id(the 10 bytes, salt = label ‖ organisation) (P2). Slow, and meant to be. */
export async function rootFromWords(
  argon2id: Argon2id,
  entropy: Uint8Array,
  organisation: Uint8Array,
): Promise<Root> {
  const salt = concat(labelBytes(LABELS.wordsRoot), organisation)
  return new Root(await argon2id(entropy, salt, ROOT_COST))
}

/**
 * The secret behind eight words. It does not leave this object; what a desk gets is derived under
 * that desk's id, so that two desks together cannot tell that one source wrote to both (P2).
 */
export class Root {
  #secret: Uint8Array | null

  constructor(secret: Uint8Array) {
    if (secret.length !== ROOT_COST.length) throw new TypeError('a root has 32 bytes')
    this.#secret = Uint8Array.from(secret)
  }

  conversation(suite: Suite, deskId: Uint8Array): DeskSecrets {
    const signingSeed = this.#derived(suite, LABELS.conversationSigning, deskId)
    return {
      signing: suite.signingKey(signingSeed),
      seed: this.#derived(suite, LABELS.conversationSeed, deskId),
    }
  }

  /** Seals unfinished text while her thread is locked: 32 bytes. */
  draftKey(suite: Suite): Uint8Array {
    return this.#derived(suite, LABELS.draftKey, new Uint8Array(0))
  }

  /** From which the vault's keys are made, 64 bytes. (P4) */
  vaultSecret(suite: Suite): Uint8Array {
    return this.#derived(suite, LABELS.vaultScalar, new Uint8Array(0), 64)
  }

  /** Lends the secret for as long as `borrow` runs: a server without a session seals it into its page. */
  use<T>(borrow: (secret: Uint8Array) => T): T {
    if (this.#secret === null) throw new TypeError('this root was forgotten')
    return borrow(this.#secret)
  }

  /** Overwrites the secret, as far as JavaScript can; whoever asks it afterwards made a mistake. */
  forget(): void {
    this.#secret?.fill(0)
    this.#secret = null
  }

  #derived(suite: Suite, label: Label, deskId: Uint8Array, length = 32): Uint8Array {
    if (this.#secret === null) throw new TypeError('this root was forgotten')
    return derive(suite, this.#secret, label, deskId, length)
  }
}
