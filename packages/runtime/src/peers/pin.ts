import type { TLSSocket } from 'node:tls'
import { spkiFingerprint } from './identity.ts'

/**
 * What both sides of a peer connection share. There is no CA: TLS proves that the other side
 * holds the key of the certificate it showed, and the pin says which key that must be.
 * Resumed sessions would skip the certificate, so there are no tickets.
 */
export const TLS_FLOOR = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const

/** The fingerprint of the other side's key, null when it showed no certificate. */
export function shownFingerprint(socket: TLSSocket): string | null {
  const certificate = socket.getPeerX509Certificate()
  return certificate === undefined ? null : spkiFingerprint(certificate.publicKey)
}
