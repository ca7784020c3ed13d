import { equalBytes } from '../bytes/concat.ts'
import type { VaultKey } from '../keys/vault-key.ts'
import { xorKeyStream } from '../suite/key-stream.ts'
import { POINT_BYTES, readPoint } from '../suite/ristretto.ts'
import type { Suite } from '../suite/suite.ts'
import {
  checkVaultBody,
  isVaultHead,
  MAX_RENEWALS,
  VAULT_BYTES,
  vaultContentLength,
  VAULT_HEAD_BYTES,
} from '../wire/vault.ts'
import { vaultPad } from './vault.ts'

/**
 * What peeling came to. `known`: nobody has written since the layer that was named. `worn`: hers,
 * but renewed too often, or damaged: the words alone bring back what they can. `other`: nobody's,
 * or another source's; which of the two cannot be told.
 */
export type Peeled =
  | { readonly kind: 'more' }
  | { readonly kind: 'known' }
  | { readonly kind: 'own'; readonly content: Uint8Array }
  | { readonly kind: 'worn' }
  | { readonly kind: 'other' }

/** All in which the layers' heads lie, down to the last. */
const HEADS_BYTES: number = MAX_RENEWALS * POINT_BYTES + VAULT_HEAD_BYTES
const LENGTH_BYTES = 4

/**
 * An owner takes the renewals off again, some layers at a time, so that whoever holds the vault can
 * answer in between. Only the places where a head may be are opened on the way; the content comes
 * last, and no more of it than there is. (P4)
 */
export class VaultPeel {
  readonly #suite: Suite
  readonly #key: VaultKey
  readonly #stream: Uint8Array
  readonly #known: Uint8Array | null
  readonly #heads: Uint8Array
  readonly #pads: Uint8Array[] = []
  #body: Uint8Array | null = null
  #opened = 0

  /** `known`: the layer's name (`vaultLayer`) at which the caller knows what is inside, or null. */
  constructor(suite: Suite, key: VaultKey, vault: Uint8Array, known: Uint8Array | null) {
    this.#suite = suite
    this.#key = key
    this.#known = known
    this.#stream = vault.length === VAULT_BYTES ? vault.subarray(2 * POINT_BYTES) : new Uint8Array()
    this.#heads = this.#stream.slice(0, HEADS_BYTES)
  }

  /** Takes off at most so many layers, or opens the content under so many. */
  step(layers: number): Peeled {
    for (let count = 0; count < layers; count += 1) {
      const peeled = this.#body === null ? this.#takeOff() : this.#open(this.#body)
      if (peeled.kind !== 'more') return peeled
    }
    return { kind: 'more' }
  }

  #takeOff(): Peeled {
    const head = this.#head()
    if (this.#known !== null && equalBytes(head, this.#known)) return { kind: 'known' }
    if (this.#pads.length > 0 && isVaultHead(this.#suite, this.#key, head)) return this.#begin()
    const point = readPoint(head)
    if (point === null) return { kind: 'other' }
    if (this.#pads.length === MAX_RENEWALS) return { kind: 'worn' }
    const pad = vaultPad(this.#suite, point.multiply(this.#key.scalar))
    this.#pads.push(pad)
    xorKeyStream(pad, 0, this.#heads.subarray(this.#pads.length * POINT_BYTES))
    return { kind: 'more' }
  }

  /** The head was reached: the length first, under all pads, then only what it says. */
  #begin(): Peeled {
    const start = this.#at() + VAULT_HEAD_BYTES
    const length = this.#stream.slice(start, start + LENGTH_BYTES)
    for (const at of this.#pads.keys()) this.#xor(at, length)
    const content = vaultContentLength(length)
    if (content === null) return { kind: 'worn' }
    this.#body = this.#stream.slice(start, start + LENGTH_BYTES + content)
    return { kind: 'more' }
  }

  #open(body: Uint8Array): Peeled {
    this.#xor(this.#opened, body)
    this.#opened += 1
    if (this.#opened < this.#pads.length) return { kind: 'more' }
    const content = checkVaultBody(this.#suite, this.#key, this.#head(), body)
    return content === null ? { kind: 'worn' } : { kind: 'own', content }
  }

  /** Layer `at`'s pad over what lies right behind the innermost head. */
  #xor(at: number, bytes: Uint8Array): void {
    const offset = this.#at() + VAULT_HEAD_BYTES - (at + 1) * POINT_BYTES
    xorKeyStream(this.#pads[at] ?? new Uint8Array(32), offset, bytes)
  }

  #head(): Uint8Array {
    return this.#heads.subarray(this.#at(), this.#at() + POINT_BYTES)
  }

  #at(): number {
    return this.#pads.length * POINT_BYTES
  }
}

/** The name of a vault's outermost layer: whoever renews it later leaves this layer under his own. */
export function vaultLayer(vault: Uint8Array): Uint8Array {
  return vault.slice(2 * POINT_BYTES, 3 * POINT_BYTES)
}
