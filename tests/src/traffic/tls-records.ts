import type { Packet } from './packets.ts'

/** One TLS record: its size is in clear on the line, its content is not. */
export interface TlsRecord {
  /** When its last byte passed. */
  readonly at: number
  readonly out: boolean
  /** As its header says, without the header. */
  readonly bytes: number
}

const HEADER_BYTES = 5
const SEQUENCES = 2 ** 32

/** Every TLS record of a capture, in the order in which they ended. */
export function tlsRecords(packets: readonly Packet[]): TlsRecord[] {
  const streams = new Map<string, RecordStream>()
  return packets.flatMap((packet) => {
    const key = `${packet.port} ${packet.out}`
    if (packet.isSyn) streams.set(key, new RecordStream(packet))
    return streams.get(key)?.take(packet) ?? []
  })
}

/** One direction of one connection; it begins with its SYN, and bytes that came twice count once. */
class RecordStream {
  #next: number
  /** Of the record under way: the header so far, and how much of its content is still to come. */
  #header: number[] = []
  #rest = 0
  #bytes = 0

  constructor({ sequence }: Packet) {
    this.#next = (sequence + 1) % SEQUENCES
  }

  take({ at, out, sequence, isSyn, payload }: Packet): TlsRecord[] {
    if (isSyn) return []
    const seen = (this.#next - sequence + SEQUENCES) % SEQUENCES
    if (seen > payload.length) return []
    const fresh = payload.subarray(seen)
    this.#next = (this.#next + fresh.length) % SEQUENCES
    return this.#read(fresh).map((bytes) => ({ at, out, bytes }))
  }

  #read(fresh: Uint8Array): number[] {
    const ended: number[] = []
    for (let at = 0; at < fresh.length;) {
      if (this.#header.length < HEADER_BYTES) {
        this.#header.push(fresh[at++] ?? 0)
        if (this.#header.length < HEADER_BYTES) continue
        this.#bytes = this.#rest = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0)
      }
      const taken = Math.min(this.#rest, fresh.length - at)
      this.#rest -= taken
      at += taken
      if (this.#rest > 0) continue
      ended.push(this.#bytes)
      this.#header = []
    }
    return ended
  }
}
