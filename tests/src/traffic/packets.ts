import { readFileSync } from 'node:fs'

/** One TCP packet of a reader's line, as whoever taps it sees it. */
export interface Packet {
  /** Seconds since 1970, to the microsecond: the capture's own clock. */
  readonly at: number
  /** From the reader. */
  readonly out: boolean
  /** The reader's port: which of her connections. */
  readonly port: number
  readonly sequence: number
  readonly isSyn: boolean
  readonly window: number
  readonly payload: Uint8Array
}

const FILE_HEADER_BYTES = 24
const PACKET_HEADER_BYTES = 16
const ETHERNET_BYTES = 14
const ETHERTYPE_IPV4 = 0x0800
const PROTOCOL_TCP = 6
const SYN = 0x02
const MAGIC_MICROSECONDS = 0xa1b2c3d4

/** Every TCP packet of a capture that tcpdump wrote, in order; what is cut off at its end is left out. */
export function readCapture(path: string, reader: string): Packet[] {
  const file = readFileSync(path)
  if (file.length < FILE_HEADER_BYTES) return []
  if (file.readUInt32LE(0) !== MAGIC_MICROSECONDS)
    throw new Error('the capture is not of the form that tcpdump writes on this kind of machine')
  const packets: Packet[] = []
  let at = FILE_HEADER_BYTES
  while (at + PACKET_HEADER_BYTES <= file.length) {
    const length = file.readUInt32LE(at + 8)
    const frame = file.subarray(at + PACKET_HEADER_BYTES, at + PACKET_HEADER_BYTES + length)
    const seconds = file.readUInt32LE(at) + file.readUInt32LE(at + 4) / 1_000_000
    const packet = frame.length === length ? readFrame(frame, seconds, reader) : null
    if (packet !== null) packets.push(packet)
    at += PACKET_HEADER_BYTES + length
  }
  return packets
}

function readFrame(frame: Buffer, at: number, reader: string): Packet | null {
  if (frame.readUInt16BE(ETHERNET_BYTES - 2) !== ETHERTYPE_IPV4) return null
  const ip = frame.subarray(ETHERNET_BYTES)
  const ipBytes = 4 * (ip.readUInt8(0) & 0x0f)
  if (ip.readUInt8(9) !== PROTOCOL_TCP) return null
  const tcp = ip.subarray(ipBytes, ip.readUInt16BE(2))
  const out = [...ip.subarray(12, 16)].join('.') === reader
  return {
    at,
    out,
    port: tcp.readUInt16BE(out ? 0 : 2),
    sequence: tcp.readUInt32BE(4),
    isSyn: (tcp.readUInt8(13) & SYN) !== 0,
    window: tcp.readUInt16BE(14),
    payload: tcp.subarray(4 * (tcp.readUInt8(12) >> 4)),
  }
}
