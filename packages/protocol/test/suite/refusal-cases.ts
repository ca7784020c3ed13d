import {
  concat,
  fromHex,
  openContent,
  openSealed,
  sealTo,
  seededEnv,
  type Suite,
  utf8,
} from '@postern/protocol'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import type { Subject } from './subject.ts'
import { publishedVectors, VectorRecord } from './vector-files.ts'

const info = utf8('info')
const lowOrderPoints = new VectorRecord(publishedVectors('x25519.json')).texts('zeroSharedSecret')

/** What hostile bytes meet: null, false or a coded error, the same in both suites. */
export function refusalCases({ name, suite }: Subject): void {
  describe(`hostile bytes, ${name}`, () => {
    const env = seededEnv('refusals', suite)
    const key = suite.kemKey(env.random(32))
    const sealed = sealTo(env, key.publicKey, info, utf8('text'))

    it.each(lowOrderPoints)('a KEM key with the low-order point %s seals nothing', (point) => {
      const hostile = concat(key.publicKey.subarray(0, 1_184), fromHex(point))
      expect(suite.encapsulate(hostile, env.random(64))).toBe(null)
      expect(() => sealTo(env, hostile, info, utf8('text'))).toThrow('bad-kem-key')
    })

    it.each(lowOrderPoints)('an enc with the low-order point %s opens nothing', (point) => {
      const hostile = concat(sealed.subarray(0, 1_088), fromHex(point), sealed.subarray(1_120))
      expect(key.decapsulate(hostile.subarray(0, 1_120))).toBe(null)
      expect(openSealed(suite, key, info, hostile)).toBe(null)
    })

    it('a lattice key with the coefficient 3,329 = q seals nothing', () => {
      const hostile = Uint8Array.from(key.publicKey)
      hostile.set([0x01, 0x0d])
      expect(suite.encapsulate(hostile, env.random(64))).toBe(null)
    })

    it.each([0, 1, 1_119, 1_121])('an enc of %i bytes opens nothing', (length) => {
      expect(key.decapsulate(new Uint8Array(length))).toBe(null)
    })

    it.each([0, 32, 1_215, 1_217])('a KEM key of %i bytes seals nothing', (length) => {
      expect(suite.encapsulate(new Uint8Array(length), env.random(64))).toBe(null)
    })

    it('a sealed text cut short at any length, or longer by one byte, opens nothing', () => {
      for (let length = 0; length < sealed.length; length += 7)
        expect(openSealed(suite, key, info, sealed.subarray(0, length))).toBe(null)
      expect(openSealed(suite, key, info, concat(sealed, Uint8Array.of(0)))).toBe(null)
    })

    it('a sealed text with one bit changed, another info or another key opens nothing', () => {
      for (let at = 0; at < sealed.length; at += 13)
        expect(openSealed(suite, key, info, flipped(sealed, at))).toBe(null)
      expect(openSealed(suite, key, utf8('other'), sealed)).toBe(null)
      expect(openSealed(suite, suite.kemKey(env.random(32)), info, sealed)).toBe(null)
    })

    it('the content key of one box opens that box and no other', () => {
      const opened = openSealed(suite, key, info, sealed)
      if (opened === null) throw new Error('did not open')
      const other = sealTo(env, key.publicKey, info, utf8('text'))
      expect(openContent(suite, opened.content, sealed)).toEqual(utf8('text'))
      expect(openContent(suite, opened.content, other)).toBe(null)
    })

    it('a secret of a wrong length is a TypeError', () => {
      expect(() => suite.kemKey(new Uint8Array(31))).toThrow(TypeError)
      expect(() => suite.signingKey(new Uint8Array(33))).toThrow(TypeError)
      expect(() => suite.encapsulate(key.publicKey, new Uint8Array(63))).toThrow(TypeError)
      const [short, none] = [new Uint8Array(31), new Uint8Array(0)]
      expect(() => suite.aeadSeal(short, new Uint8Array(12), none, none)).toThrow(TypeError)
    })
  })
  signatureRefusals(name, suite)
}

/** The points whose order divides 8, canonical and with y + p where that still fits in 255 bits. */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
]

function signatureRefusals(name: string, suite: Suite): void {
  describe(`hostile signatures, ${name}`, () => {
    const env = seededEnv('signatures', suite)
    const key = suite.signingKey(env.random(32))
    const message = utf8('message')
    const signature = key.sign(message)

    it.each(smallOrder)('a key of small order %s verifies nothing', (point) => {
      const identity = fromHex('01'.padEnd(64, '0'))
      const forged = concat(identity, new Uint8Array(32))
      for (let n = 0; n < 16; n++)
        expect(suite.verify(fromHex(point), utf8(`text ${n}`), forged)).toBe(false)
    })

    it('a signature that fits only with the cofactor is refused', () => {
      const { publicKey, forged } = mixedOrderSignature(message)
      expect(ed25519.verify(forged, message, publicKey, { zip215: false })).toBe(true)
      expect(suite.verify(publicKey, message, forged)).toBe(false)
    })

    it('a signature with the group order added to its number is refused', () => {
      const order = ed25519.Point.Fn.ORDER
      const s = littleEndian(signature.subarray(32)) + order
      const malleated = concat(signature.subarray(0, 32), toLittleEndian(s))
      expect(suite.verify(key.publicKey, message, signature)).toBe(true)
      expect(suite.verify(key.publicKey, message, malleated)).toBe(false)
    })

    it('no changed byte anywhere, and no other length, is taken', () => {
      for (let at = 0; at < 64; at += 5)
        expect(suite.verify(key.publicKey, message, flipped(signature, at))).toBe(false)
      for (let at = 0; at < 32; at += 5)
        expect(suite.verify(flipped(key.publicKey, at), message, signature)).toBe(false)
      for (const length of [0, 31, 33])
        expect(suite.verify(new Uint8Array(length), message, signature)).toBe(false)
      for (const length of [0, 63, 65])
        expect(suite.verify(key.publicKey, message, new Uint8Array(length))).toBe(false)
    })
  })
}

/**
 * A key A + T with T of order 8, and a signature made with A's secret: S·B − k·(A + T) misses R by
 * −k·T, which only a check times eight forgives.
 */
function mixedOrderSignature(message: Uint8Array): { publicKey: Uint8Array; forged: Uint8Array } {
  const { Point } = ed25519
  const torsion = Point.fromBytes(fromHex(smallOrder[4] ?? ''))
  const secret = 123_456_789n
  const publicKey = Point.BASE.multiply(secret).add(torsion).toBytes()
  for (let nonce = 1n; nonce < 64n; nonce++) {
    const r = Point.BASE.multiply(nonce).toBytes()
    const k = Point.Fn.create(littleEndian(sha512(concat(r, publicKey, message))))
    if (k % 8n === 0n) continue
    return { publicKey, forged: concat(r, toLittleEndian(Point.Fn.create(nonce + k * secret))) }
  }
  throw new Error('no such signature')
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

function toLittleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn))
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, position) => (position === at ? byte ^ 1 : byte))
}
