import { LABELS, labelBytes, Writer } from '@postern/protocol'

/** What a member signs to begin a session: label ‖ 0 ‖ organisation ‖ nonce 32. */
export function sessionMessage(organisation: Uint8Array, nonce: Uint8Array): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.sessionChallenge)).u8(0)
  return head.bytes(organisation).bytes(nonce).finish()
}
