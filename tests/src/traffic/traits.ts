import type { Packet } from './packets.ts'
import type { TlsRecord } from './tls-records.ts'

/** What the line showed of one page view. */
export interface LineView {
  readonly packets: readonly Packet[]
  readonly records: readonly TlsRecord[]
}

/** One figure that a classifier may use, by a name that tells a person what it is. */
export interface Trait {
  readonly name: string
  readonly value: number
}

const BURSTS = 24
const REQUESTS = 16
const REQUEST_BYTES = 60
const RECORDS = 24
const CURVE_POINTS = 40
const BIN_MS = 250
const BINS = 24
const NONE = -1

/**
 * All that is commonly taken from encrypted traffic: totals, sizes and times of records, bursts, the
 * cumulative curves of CUMUL (Panchenko 2016) and the counts over time of k-FP (Hayes 2016), by packet and
 * by TLS record. Times run from the first packet that the reader's browser sent.
 */
export function traitsOf(view: LineView): Trait[] {
  const { packets, records } = view
  const start = packets.find(({ out, payload }) => out && payload.length > 0)?.at ?? 0
  const later = records.filter(({ at }) => at >= start)
  return [
    ...totals(packets, records),
    ...requestTraits(later, start),
    ...burstTraits(later, start),
    ...recordTraits(later),
    ...curveTraits('packets', packets.map(signedPayload)),
    ...curveTraits('records', records.map(signedBytes)),
    ...binTraits(packets, start),
    ...paceTraits(packets),
  ]
}

function totals(packets: readonly Packet[], records: readonly TlsRecord[]): Trait[] {
  const [sent, got] = [packets.filter(({ out }) => out), packets.filter(({ out }) => !out)]
  const bytes = (list: readonly Packet[]): number =>
    list.reduce((sum, { payload }) => sum + payload.length, 0)
  const figures: Record<string, number> = {
    'packets sent': sent.length,
    'packets received': got.length,
    'packets sent without payload': sent.filter(({ payload }) => payload.length === 0).length,
    'bytes sent': bytes(sent),
    'bytes received': bytes(got),
    'records sent': records.filter(({ out }) => out).length,
    'records received': records.filter(({ out }) => !out).length,
    connections: packets.filter(({ isSyn, out }) => isSyn && out).length,
    'seconds from first to last packet': (packets.at(-1)?.at ?? 0) - (packets[0]?.at ?? 0),
  }
  return Object.entries(figures).map(([name, value]) => ({ name, value }))
}

/** Records that are large enough to be a request: when each left, and how long after the one before. */
function requestTraits(records: readonly TlsRecord[], start: number): Trait[] {
  const requests = records.filter(({ out, bytes }) => out && bytes >= REQUEST_BYTES)
  return range(REQUESTS).flatMap((n) => {
    const [before, at] = [requests[n - 1]?.at ?? start, requests[n]?.at]
    return [
      { name: `request ${n}: when`, value: at === undefined ? NONE : at - start },
      { name: `request ${n}: after the one before`, value: at === undefined ? NONE : at - before },
      { name: `request ${n}: bytes`, value: requests[n]?.bytes ?? NONE },
    ]
  })
}

interface Burst {
  readonly at: number
  readonly out: boolean
  bytes: number
  records: number
}

/** Records in one direction without one in the other between them. */
function burstTraits(records: readonly TlsRecord[], start: number): Trait[] {
  const bursts: Burst[] = []
  for (const { at, out, bytes } of records) {
    const last = bursts.at(-1)
    if (last?.out === out) {
      last.bytes += bytes
      last.records += 1
    } else bursts.push({ at, out, bytes, records: 1 })
  }
  return [
    { name: 'bursts', value: bursts.length },
    {
      name: 'largest burst sent',
      value: Math.max(0, ...bursts.filter((b) => b.out).map((b) => b.bytes)),
    },
    ...range(BURSTS).flatMap((n) => [
      { name: `burst ${n}: bytes`, value: bursts[n]?.bytes ?? NONE },
      { name: `burst ${n}: records`, value: bursts[n]?.records ?? NONE },
      { name: `burst ${n}: when`, value: (bursts[n]?.at ?? start + NONE) - start },
    ]),
  ]
}

function recordTraits(records: readonly TlsRecord[]): Trait[] {
  const sizes = (out: boolean): number[] =>
    records.filter((one) => one.out === out).map(({ bytes }) => bytes)
  return [true, false].flatMap((out) =>
    range(RECORDS).map((n) => ({
      name: `record ${n} ${out ? 'sent' : 'received'}: bytes`,
      value: sizes(out)[n] ?? NONE,
    })),
  )
}

/** CUMUL: the running sum of signed sizes, at evenly spaced points of the sequence. */
function curveTraits(of: string, signed: readonly number[]): Trait[] {
  let sum = 0
  const curve = signed.map((size) => (sum += size))
  return range(CURVE_POINTS).map((n) => ({
    name: `curve of ${of}, point ${n}`,
    value: curve[Math.floor((n * (curve.length - 1)) / (CURVE_POINTS - 1))] ?? NONE,
  }))
}

/** k-FP: how many packets passed in each quarter of a second. */
function binTraits(packets: readonly Packet[], start: number): Trait[] {
  return [true, false].flatMap((out) =>
    range(BINS).map((n) => ({
      name: `packets ${out ? 'sent' : 'received'} from ${n * BIN_MS} ms`,
      value: packets.filter(
        (one) => one.out === out && Math.floor(((one.at - start) * 1_000) / BIN_MS) === n,
      ).length,
    })),
  )
}

/** Gaps between packets that the reader sent, and the windows that her machine offered. */
function paceTraits(packets: readonly Packet[]): Trait[] {
  const sent = packets.filter(({ out }) => out)
  const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? at))
  const windows = sent.map(({ window }) => window)
  return [...quantiles('gap between packets sent', gaps), ...quantiles('window offered', windows)]
}

function quantiles(of: string, values: readonly number[]): Trait[] {
  const sorted = values.toSorted((a, b) => a - b)
  return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    name: `${of}, quantile ${share}`,
    value: sorted[Math.floor(share * (sorted.length - 1))] ?? NONE,
  }))
}

function signedPayload({ out, payload }: Packet): number {
  return out ? payload.length : -payload.length
}

function signedBytes({ out, bytes }: TlsRecord): number {
  return out ? bytes : -bytes
}

function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n)
}
