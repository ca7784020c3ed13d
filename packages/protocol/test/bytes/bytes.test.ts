import {
  concat,
  Cursor,
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  toBase64,
  toHex,
  uniformBelow,
  utf8,
  Writer,
} from '@postern/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('concat and equalBytes', () => {
  it('joins into bytes of its own', () => {
    const part = Uint8Array.of(1, 2)
    const whole = concat(part, new Uint8Array(0), Uint8Array.of(3))
    part[0] = 9
    expect(whole).toEqual(Uint8Array.of(1, 2, 3))
    expect(concat()).toEqual(new Uint8Array(0))
  })

  it('is equal only when every byte and the length are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b))
        expect(equalBytes(a, Uint8Array.from(a))).toBe(true)
      }),
    )
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false)
  })
})

describe('texts that stand for bytes', () => {
  it('come back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
        expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      }),
    )
  })

  it.each(['0', 'AB', 'zz', ' 00', '00 ', '0x00'])('no hex: %j', (text) => {
    expect(() => fromHex(text)).toThrow('bad-hex')
  })

  it.each(['A', 'AA', 'AB==', 'AAA', 'AA==\n', ' AA==', 'AA= =', '_-__', 'AA==AA==', '='])(
    'no base64, or not the one text for its bytes: %j',
    (text) => {
      expect(() => fromBase64(text)).toThrow('bad-base64')
    },
  )

  it('UTF-8 keeps every character, a byte order mark too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text)
      }),
    )
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\uFEFFa')
  })

  it.each([
    ['a byte that begins nothing', [0xff]],
    ['a character cut short', [0xd0]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('UTF-8 refuses %s', (_, bytes) => {
    expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow('bad-utf8')
  })

  it('UTF-8 refuses to write half a character', () => {
    expect(() => utf8('\uD800')).toThrow(TypeError)
  })
})

describe('Cursor and Writer', () => {
  it('read what was written, big-endian', () => {
    const written = new Writer()
      .u8(1)
      .u16(0x0203)
      .u32(0x04050607)
      .u64(2 ** 40 + 1)
    const bytes = written.bytes(Uint8Array.of(9, 9)).finish()
    expect(toHex(bytes)).toBe('0102030405060700000100000000010909')
    const cursor = new Cursor(bytes)
    expect([cursor.u8(), cursor.u16(), cursor.u32(), cursor.u64()]).toEqual([
      1,
      0x0203,
      0x04050607,
      2 ** 40 + 1,
    ])
    expect(cursor.rest()).toEqual(Uint8Array.of(9, 9))
    cursor.finish()
  })

  it('come back for every number that fits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(0xffff_ffff), (wide, narrow) => {
        const cursor = new Cursor(new Writer().u64(wide).u32(narrow).finish())
        expect([cursor.u64(), cursor.u32()]).toEqual([wide, narrow])
        cursor.finish()
      }),
    )
  })

  it('a short input and trailing bytes have their own codes', () => {
    expect(() => new Cursor(new Uint8Array(3)).u32()).toThrow('short-input')
    expect(() => new Cursor(new Uint8Array(3)).take(4)).toThrow('short-input')
    expect(() => {
      new Cursor(new Uint8Array(1)).finish()
    }).toThrow('trailing-bytes')
  })

  it('a number above 2⁵³ − 1 is refused', () => {
    const cursor = new Cursor(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0))
    expect(() => cursor.u64()).toThrow('number-too-large')
  })

  it.each([-1, 256, 1.5, Number.NaN])('%d does not fit one byte', (value) => {
    expect(() => new Writer().u8(value)).toThrow(TypeError)
  })
})

describe('uniformBelow', () => {
  /** Bytes 0, 1, 2 … in turn, so that every draw of one byte comes up once in 256. */
  const counting = (): ((length: number) => Uint8Array) => {
    let next = 0
    return (length) => Uint8Array.from({ length }, () => next++ % 256)
  }

  it.each([2, 3, 5, 6, 100, 200, 255, 256])('below %i every value comes equally often', (below) => {
    const random = counting()
    const bits = Math.ceil(Math.log2(below))
    const seen = new Map<number, number>()
    for (let draw = 0; draw < (below * 256) / 2 ** bits; draw++) {
      const value = uniformBelow(random, below)
      seen.set(value, (seen.get(value) ?? 0) + 1)
    }
    expect(seen.size).toBe(below)
    expect(new Set(seen.values()).size).toBe(1)
  })

  it('stays below, also near 2⁵³', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(), (below, seed) => {
        const value = uniformBelow((length) => noisy(length, seed), below)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(below)
      }),
    )
  })

  it.each([0, -1, 1.5, 2 ** 53])('no range below %d', (below) => {
    expect(() => uniformBelow(counting(), below)).toThrow(TypeError)
  })

  it('ends when the source gives one value for ever', () => {
    expect(() => uniformBelow((length) => new Uint8Array(length).fill(255), 3)).toThrow(TypeError)
  })

  let state = 1
  function noisy(length: number, seed: number): Uint8Array {
    state = (state + seed) % 2_147_483_647
    return Uint8Array.from({ length }, () => {
      state = (state * 48_271 + 11) % 2_147_483_647
      return state % 256
    })
  }
})
