import { concat } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { hpkeSuiteId, keySchedule } from '../../src/suite/key-schedule.ts'
import type { Subject } from './subject.ts'
import { recordsOf, sharedVectors, VectorRecord, wycheproof } from './vector-files.ts'

type Cases = { group: VectorRecord; cases: VectorRecord[] }[]

/** The whole files of others in ../shared/vectors, on one suite; skipped where they are missing. */
export function sharedCases(subject: Subject): void {
  describe(`whole vector files, ${subject.name}`, () => {
    xWing(subject)
    hpke(subject)
    curve(subject)
    latticeKeys(subject)
    lattice(subject)
    aead(subject)
    hkdf(subject)
    hmac(subject)
  })
}

function xWing({ suite }: Subject): void {
  whenThere('xwing.json', sharedVectors('xwing.json'), (file) => {
    for (const vector of recordsOf(file)) {
      const key = suite.kemKey(vector.bytes('seed'))
      const made = suite.encapsulate(key.publicKey, vector.bytes('eseed'))
      expect(key.publicKey).toEqual(vector.bytes('pk'))
      expect(made).toEqual({ enc: vector.bytes('ct'), sharedSecret: vector.bytes('ss') })
      expect(key.decapsulate(vector.bytes('ct'))).toEqual(vector.bytes('ss'))
    }
  })
}

function hpke({ suite }: Subject): void {
  whenThere('hpke-pq.json', sharedVectors('hpke-pq.json'), (file) => {
    const vector = recordsOf(file).find(
      (each) => each.number('kem_id') === 0x647a && each.number('kdf_id') === 1,
    )
    if (vector === undefined) throw new Error('no vector for this suite')
    const key = suite.kemKey(vector.bytes('skRm'))
    const secret = key.decapsulate(vector.bytes('enc'))
    expect(key.publicKey).toEqual(vector.bytes('pkRm'))
    expect(secret).toEqual(vector.bytes('shared_secret'))
    const [first] = vector.records('encryptions')
    if (secret === null || first === undefined) throw new Error('no first message')
    const info = vector.bytes('info')
    const content = keySchedule(suite, hpkeSuiteId(0x647a), secret, info)
    expect(content.key).toEqual(vector.bytes('key'))
    expect(content.nonce).toEqual(vector.bytes('base_nonce'))
    const [aad, ct] = [first.bytes('aad'), first.bytes('ct')]
    expect(suite.aeadOpen(content.key, content.nonce, aad, ct)).toEqual(first.bytes('pt'))
  })
}

function curve({ parts }: Subject): void {
  eachCase('x25519', 500, (_, vector) => {
    const zero = vector.texts('flags').includes('ZeroSharedSecret')
    const agreed = parts.curve(vector.bytes('private')).agree(vector.bytes('public'))
    expect(agreed).toEqual(zero ? null : vector.bytes('shared'))
  })
}

function latticeKeys({ parts }: Subject): void {
  eachCase('mlkem_768_keygen_seed', 100, (_, vector) => {
    expect(parts.lattice(vector.bytes('seed')).publicKey).toEqual(vector.bytes('ek'))
  })
}

function lattice({ parts }: Subject): void {
  eachCase('mlkem_768', 190, (_, vector) => {
    const open = (): Uint8Array =>
      parts.lattice(vector.bytes('seed')).decapsulate(vector.bytes('c'))
    if (vector.text('result') === 'valid') expect(open()).toEqual(vector.bytes('K'))
    else expect(open).toThrow()
  })
}

function aead({ suite }: Subject): void {
  eachCase('chacha20_poly1305', 300, (_, vector) => {
    const [key, nonce, aad] = [vector.bytes('key'), vector.bytes('iv'), vector.bytes('aad')]
    const sealed = concat(vector.bytes('ct'), vector.bytes('tag'))
    const open = (): Uint8Array | null => suite.aeadOpen(key, nonce, aad, sealed)
    if (nonce.length !== 12) expect(open).toThrow(TypeError)
    else expect(open()).toEqual(vector.text('result') === 'valid' ? vector.bytes('msg') : null)
    if (vector.text('result') === 'valid')
      expect(suite.aeadSeal(key, nonce, aad, vector.bytes('msg'))).toEqual(sealed)
  })
}

function hkdf({ suite }: Subject): void {
  eachCase('hkdf_sha256', 80, (_, vector) => {
    const [ikm, salt, info] = [vector.bytes('ikm'), vector.bytes('salt'), vector.bytes('info')]
    const expand = (): Uint8Array => suite.hkdfSha256(ikm, salt, info, vector.number('size'))
    if (vector.text('result') === 'valid') expect(expand()).toEqual(vector.bytes('okm'))
    else expect(expand).toThrow()
  })
}

function hmac({ suite }: Subject): void {
  eachCase('hmac_sha256', 170, (group, vector) => {
    const tag = suite.hmacSha256(vector.bytes('key'), vector.bytes('msg'))
    const cut = tag.subarray(0, group.number('tagSize') / 8)
    const fits = vector.text('tag') === cut.toHex()
    expect(fits).toBe(vector.text('result') === 'valid')
  })
}

function eachCase(
  name: string,
  atLeast: number,
  check: (group: VectorRecord, vector: VectorRecord) => void,
): void {
  whenThere(`wycheproof ${name}`, wycheproof(name), (groups: Cases) => {
    const pairs = groups.flatMap(({ group, cases }) => cases.map((each) => ({ group, each })))
    expect(pairs.length).toBeGreaterThanOrEqual(atLeast)
    for (const { group, each } of pairs) check(group, each)
  })
}

function whenThere<T>(name: string, file: T | null, run: (file: T) => void): void {
  if (file === null) it.skip(`${name}: ../shared/vectors is not beside this clone`, () => {})
  else
    it(name, () => {
      run(file)
    })
}
