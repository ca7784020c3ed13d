/**
 * The primitives of section "Suite" in spec/, synchronous everywhere: portable (noble) for pages
 * and tests, native (node:crypto, in runtime) for servers. Both give the same bytes.
 */
export interface Suite {
  /** SHA-256 of the parts, one after another: 32 bytes. */
  sha256(...parts: Uint8Array[]): Uint8Array
  /** HMAC-SHA256 of the parts, one after another: 32 bytes. */
  hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array
  /** HKDF-SHA256, extract and expand (RFC 5869). */
  hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array
  /** ChaCha20-Poly1305 (RFC 8439): ciphertext with the 16-byte tag behind it. */
  aeadSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array
  /** Null when the tag does not fit. */
  aeadOpen(
    key: Uint8Array,
    nonce: Uint8Array,
    aad: Uint8Array,
    ciphertext: Uint8Array,
  ): Uint8Array | null
  /** Ed25519 key from its 32-byte seed (RFC 8032). */
  signingKey(seed: Uint8Array): SigningKey
  /** False for every malformed key or signature; never throws for hostile input. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** X-Wing decapsulation key from its 32-byte seed. */
  kemKey(seed: Uint8Array): KemKey
  /**
   * X-Wing encapsulation with its 64 bytes of randomness handed in (draft: EncapsulateDerand).
   * Null when the public key is malformed.
   */
  encapsulate(publicKey: Uint8Array, randomness: Uint8Array): Encapsulation | null
}

export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

export interface KemKey {
  /** 1,216 bytes. */
  readonly publicKey: Uint8Array
  /** The 32-byte shared secret, or null when `enc` is malformed. */
  decapsulate(enc: Uint8Array): Uint8Array | null
}

export interface Encapsulation {
  /** 1,120 bytes. */
  readonly enc: Uint8Array
  /** 32 bytes. */
  readonly sharedSecret: Uint8Array
}
