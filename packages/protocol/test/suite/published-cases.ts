import { fromHex, utf8 } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { hpkeSuiteId, keySchedule } from '../../src/suite/key-schedule.ts'
import { dhkemDecapsulate } from './dhkem.ts'
import type { Subject } from './subject.ts'
import { publishedVectors, VectorRecord } from './vector-files.ts'

function published(name: string): VectorRecord {
  return new VectorRecord(publishedVectors(name))
}

/** The figures in vectors/published, on one suite. */
export function publishedCases({ name, suite, parts }: Subject): void {
  describe(`published figures, ${name}`, () => {
    it('X-Wing: key, encapsulation and decapsulation of the draft', () => {
      const vector = published('x-wing.json')
      const key = suite.kemKey(vector.bytes('seed'))
      const made = suite.encapsulate(key.publicKey, vector.bytes('eseed'))
      expect(key.publicKey).toEqual(vector.bytes('pk'))
      expect(made).toEqual({ enc: vector.bytes('ct'), sharedSecret: vector.bytes('ss') })
      expect(key.decapsulate(vector.bytes('ct'))).toEqual(vector.bytes('ss'))
    })

    it('HPKE with X-Wing: secret, key, nonce and first message of the draft', () => {
      const vector = published('hpke-x-wing.json')
      const secret = suite.kemKey(vector.bytes('skRm')).decapsulate(vector.bytes('enc'))
      expect(secret).toEqual(vector.bytes('shared_secret'))
      expectSchedule(vector, 0x647a, vector.bytes('shared_secret'))
    })

    it('HPKE with X25519: the same schedule over the KEM of RFC 9180', () => {
      const vector = published('rfc9180.json')
      const key = parts.curve(vector.bytes('skRm'))
      const secret = dhkemDecapsulate(suite, key, vector.bytes('enc'))
      expect(secret).toEqual(vector.bytes('shared_secret'))
      expectSchedule(vector, 0x20, vector.bytes('shared_secret'))
    })

    it.each(published('rfc8032.json').records('tests'))('Ed25519: RFC 8032', (vector) => {
      const key = suite.signingKey(vector.bytes('secret'))
      const message = vector.bytes('message')
      expect(key.publicKey).toEqual(vector.bytes('public'))
      expect(key.sign(message)).toEqual(vector.bytes('signature'))
      expect(suite.verify(key.publicKey, message, vector.bytes('signature'))).toBe(true)
      expect(suite.verify(key.publicKey, utf8('another'), vector.bytes('signature'))).toBe(false)
    })

    it.each(published('x25519.json').records('tests'))('X25519: RFC 7748', (vector) => {
      const key = parts.curve(vector.bytes('private'))
      expect(key.agree(vector.bytes('public'))).toEqual(vector.bytes('shared'))
    })

    it.each(published('x25519.json').texts('zeroSharedSecret'))(
      'X25519: %s gives no secret at all',
      (point) => {
        expect(parts.curve(new Uint8Array(32).fill(9)).agree(fromHex(point))).toBe(null)
      },
    )

    it('ML-KEM-768: a flipped bit gives a secret that nobody knows', () => {
      const vector = published('ml-kem-768.json')
      const key = parts.lattice(vector.bytes('seed'))
      expect(key.decapsulate(vector.bytes('c'))).toEqual(vector.bytes('K'))
    })

    it('SHA-256, HMAC, HKDF and ChaCha20-Poly1305', () => {
      const all = published('symmetric.json')
      const sha256 = all.record('sha256')
      expect(suite.sha256(sha256.bytes('message'))).toEqual(sha256.bytes('digest'))
      const hmac = all.record('hmac')
      expect(suite.hmacSha256(hmac.bytes('key'), hmac.bytes('message'))).toEqual(hmac.bytes('tag'))
      expectHkdf(all.record('hkdf'))
      expectHkdf(all.record('hkdfWithoutSalt'))
      expectAead(all.record('aead'))
    })
  })

  function expectSchedule(vector: VectorRecord, kemId: number, secret: Uint8Array): void {
    const content = keySchedule(suite, hpkeSuiteId(kemId), secret, vector.bytes('info'))
    expect(content).toEqual({ key: vector.bytes('key'), nonce: vector.bytes('base_nonce') })
    const { key, nonce } = content
    expect(suite.aeadSeal(key, nonce, vector.bytes('aad'), vector.bytes('pt'))).toEqual(
      vector.bytes('ct'),
    )
  }

  function expectHkdf(vector: VectorRecord): void {
    const okm = vector.bytes('okm')
    const [ikm, salt, info] = [vector.bytes('ikm'), vector.bytes('salt'), vector.bytes('info')]
    expect(suite.hkdfSha256(ikm, salt, info, okm.length)).toEqual(okm)
  }

  function expectAead(vector: VectorRecord): void {
    const [key, nonce, aad] = [vector.bytes('key'), vector.bytes('nonce'), vector.bytes('aad')]
    const [plaintext, sealed] = [vector.bytes('plaintext'), vector.bytes('sealed')]
    expect(suite.aeadSeal(key, nonce, aad, plaintext)).toEqual(sealed)
    expect(suite.aeadOpen(key, nonce, aad, sealed)).toEqual(plaintext)
  }
}
