import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Example, Forest } from '../src/traffic/forest.ts'
import { type Packet, readCapture } from '../src/traffic/packets.ts'
import { tlsRecords } from '../src/traffic/tls-records.ts'

const READER = '10.1.0.2'
const SITE = '10.1.0.1'
const PORT = 40_000

function packet(change: Partial<Packet>): Packet {
  const plain = { at: 1, out: true, port: PORT, sequence: 0, isSyn: false, window: 502 }
  return { ...plain, payload: new Uint8Array(0), ...change }
}

describe('records of TLS', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 12 })
  const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 })
  const start = fc.constantFrom(0, 7, 2 ** 32 - 200)

  it('are found however their bytes were cut into packets, and wherever the count wraps', () => {
    fc.assert(
      fc.property(sizes, cuts, start, (wanted, pieces, first) => {
        const packets = inPackets(stream(wanted), pieces, first)
        expect(tlsRecords(packets).map(({ bytes }) => bytes)).toEqual(wanted)
      }),
    )
  })

  it('count once when a packet was sent twice', () => {
    const [syn, ...packets] = inPackets(stream([300, 20]), [50], 9)
    const twice = [syn ?? [], ...packets.flatMap((one) => [one, one])].flat()
    expect(tlsRecords(twice).map(({ bytes }) => bytes)).toEqual([300, 20])
  })

  it('of two connections and two directions are kept apart', () => {
    const there = inPackets(stream([100]), [60], 5)
    const back = inPackets(stream([90]), [60], 5).map((one) => ({ ...one, out: false }))
    const other = inPackets(stream([80]), [60], 5).map((one) => ({ ...one, port: PORT + 1 }))
    const mixed = [0, 1, 2].flatMap((n) => [there, back, other].flatMap((list) => list[n] ?? []))
    expect(
      tlsRecords(mixed)
        .map(({ bytes }) => bytes)
        .toSorted((a, b) => b - a),
    ).toEqual([100, 90, 80])
  })
})

function stream(sizes: readonly number[]): Uint8Array {
  const records = sizes.map((size) => [23, 3, 3, size >> 8, size & 255, ...Array(size).fill(1)])
  return Uint8Array.from(records.flat())
}

function inPackets(bytes: Uint8Array, cuts: readonly number[], first: number): Packet[] {
  const packets = [packet({ isSyn: true, sequence: first })]
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const payload = bytes.subarray(at, at + (cuts[n % cuts.length] ?? 1))
    packets.push(packet({ sequence: (first + 1 + at) % 2 ** 32, payload }))
    at += payload.length
  }
  return packets
}

describe('a capture', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-capture-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const capture = (...frames: readonly Buffer[]): string => {
    const path = join(folder, 'made.pcap')
    const header = Buffer.alloc(24)
    header.writeUInt32LE(0xa1b2c3d4)
    writeFileSync(path, Buffer.concat([header, ...frames]))
    return path
  }

  it('gives back what passed, and in which direction', () => {
    const path = capture(frame(READER, SITE, 5), frame(SITE, READER, 3))
    const packets = readCapture(path, READER)
    expect(packets.map(({ out, port, payload }) => [out, port, payload.length])).toEqual([
      [true, PORT, 5],
      [false, PORT, 3],
    ])
    expect(packets[0]?.at).toBeCloseTo(77.000_25, 6)
  })

  it('that was cut off in the middle of a packet ends before it', () => {
    const path = capture(frame(READER, SITE, 5), frame(READER, SITE, 9).subarray(0, 60))
    expect(readCapture(path, READER)).toHaveLength(1)
  })

  it('of another form is refused', () => {
    writeFileSync(join(folder, 'other'), Buffer.alloc(64, 7))
    expect(() => readCapture(join(folder, 'other'), READER)).toThrow('not of the form')
  })
})

function frame(from: string, to: string, payload: number): Buffer {
  const tcp = Buffer.alloc(20 + payload)
  tcp.writeUInt16BE(from === READER ? PORT : 443, 0)
  tcp.writeUInt16BE(to === READER ? PORT : 443, 2)
  tcp.writeUInt8(5 << 4, 12)
  const ip = Buffer.alloc(20)
  ip.writeUInt8(0x45, 0)
  ip.writeUInt16BE(20 + tcp.length, 2)
  ip.writeUInt8(6, 9)
  ip.set(from.split('.').map(Number), 12)
  ip.set(to.split('.').map(Number), 16)
  const ethernet = Buffer.alloc(14)
  ethernet.writeUInt16BE(0x0800, 12)
  const whole = Buffer.concat([ethernet, ip, tcp])
  const header = Buffer.alloc(16)
  header.writeUInt32LE(77, 0)
  header.writeUInt32LE(250, 4)
  header.writeUInt32LE(whole.length, 8)
  return Buffer.concat([header, whole])
}

describe('the forest', () => {
  const env = seededEnv('forest', portableSuite)
  const examples = (count: number, shift: number): Example[] =>
    Array.from({ length: count }, (_, at) => {
      const label = at % 2 === 0 ? 0 : 1
      const features = Float64Array.from({ length: 30 }, () => env.pick(1_000))
      features[17] = (features[17] ?? 0) + label * shift
      return { features, label }
    })
  const right = (forest: Forest, tested: readonly Example[]): number =>
    tested.filter(({ features, label }) => forest.guess(features) === label).length

  it('finds the one trait of thirty that tells, and names it', () => {
    const forest = Forest.train(env, examples(60, 1_000))
    expect(right(forest, examples(60, 1_000))).toBeGreaterThan(56)
    expect(forest.importance.indexOf(Math.max(...forest.importance))).toBe(17)
  })

  it('finds nothing where nothing tells', () => {
    const guessed = right(Forest.train(env, examples(60, 0)), examples(100, 0))
    expect(Math.abs(guessed - 50)).toBeLessThan(20)
  })
})
