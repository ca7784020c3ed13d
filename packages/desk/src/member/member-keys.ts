import { derive, type KemKey, LABELS, type SigningKey, type Suite } from '@postern/protocol'

/** The keys of one member on all his desks. */
export interface MemberKeys {
  /** 32 bytes; all else follows from it. */
  readonly seed: Uint8Array
  /** Signs events and sessions. */
  readonly signing: SigningKey
  /** What the keys of pairs are sealed to. */
  readonly sealing: KemKey
}

const NONE: Uint8Array = new Uint8Array(0)

export function memberKeys(suite: Suite, memberSeed: Uint8Array): MemberKeys {
  return {
    seed: memberSeed,
    signing: suite.signingKey(derive(suite, memberSeed, LABELS.memberSigning, NONE, 32)),
    sealing: suite.kemKey(derive(suite, memberSeed, LABELS.memberSealing, NONE, 32)),
  }
}
