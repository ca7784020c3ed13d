import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import type { Env } from '@postern/protocol'

/** One process's key for mutual TLS, made at the ceremony; the certificate is only its carrier. */
export interface PeerIdentity {
  certificatePem: string
  /** PKCS #8. Secret. */
  keyPem: string
  /** What the others pin: SHA-256 of the certificate's SPKI, 64 hex digits. */
  fingerprint: string
}

/** PKCS #8 of an Ed25519 seed: this prefix, then the 32 bytes (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const ED25519 = { name: 'Ed25519' }
const ALWAYS = new Date('2020-01-01T00:00:00Z')
/** No expiry (RFC 5280, 4.1.2.5): the pin is what counts, and rotation is by configuration. */
const NEVER = new Date('9999-12-31T23:59:59Z')

/** A fresh Ed25519 identity; the same Env stream gives the same identity. */
export async function makePeerIdentity(env: Env): Promise<PeerIdentity> {
  const der = Buffer.concat([PKCS8_PREFIX, env.random(32)])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return {
    certificatePem: await selfSigned(privateKey, publicKey, env.random(16)),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    fingerprint: spkiFingerprint(publicKey),
  }
}

/** SHA-256 of a public key's SPKI, 64 hex digits. */
export function spkiFingerprint(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex')
}

/** The X.509 library is loaded only here: a running server never needs it. */
async function selfSigned(
  privateKey: KeyObject,
  publicKey: KeyObject,
  serial: Uint8Array,
): Promise<string> {
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Postern',
      serialNumber: Buffer.from(serial).toString('hex'),
      notBefore: ALWAYS,
      notAfter: NEVER,
      signingAlgorithm: ED25519,
      keys: await importPair(privateKey, publicKey),
    },
    crypto,
  )
  return certificate.toString('pem')
}

interface Pair {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

async function importPair(privateKey: KeyObject, publicKey: KeyObject): Promise<Pair> {
  const secret = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
  const open = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', secret, ED25519, false, ['sign']),
    publicKey: await crypto.subtle.importKey('spki', open, ED25519, true, ['verify']),
  }
}
