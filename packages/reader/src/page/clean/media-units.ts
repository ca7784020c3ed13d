import { concat } from '@postern/protocol'

/** Takes what a camera says beside the pictures out of one packet of coded pictures. */
export type UnitCleaner = (packet: Uint8Array) => Uint8Array

/** How the units of a coding are told apart. */
interface Coding {
  /** Where the decoder's description says how long a length is. */
  readonly lengthAt: number
  readonly headBytes: number
  isMessage(first: number): boolean
}

const CODINGS: Readonly<Record<string, Coding>> = {
  avc: { lengthAt: 4, headBytes: 1, isMessage: (first) => (first & 0x1f) === 6 },
  hevc: {
    lengthAt: 21,
    headBytes: 2,
    isMessage: (first) => [39, 40].includes((first >> 1) & 0x3f),
  },
}

/** Kinds of supplemental messages that hold whatever a maker likes (H.264 and H.265, annex D). */
const FREE_KINDS = new Set([4, 5])

/**
 * H.264 and H.265 carry supplemental messages between the pictures; cameras and programs put
 * makers' data, dates and places in them, or their own settings. Other codings go through.
 * @param description the decoder's configuration, as the file has it
 */
export function unitCleaner(
  codec: string,
  description: AllowSharedBufferSource | undefined,
): UnitCleaner {
  const coding = CODINGS[codec]
  if (coding === undefined || description === undefined) return (packet) => packet
  const bytes = bytesOf(description)
  const lengthBytes = ((bytes[coding.lengthAt] ?? 3) & 3) + 1
  return (packet) => withoutMessages(packet, coding, lengthBytes)
}

function withoutMessages(packet: Uint8Array, coding: Coding, lengthBytes: number): Uint8Array {
  const kept: Uint8Array[] = []
  for (let at = 0; at + lengthBytes <= packet.length;) {
    const length = packet.subarray(at, at + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0)
    const unit = packet.subarray(at + lengthBytes, at + lengthBytes + length)
    const isFree = coding.isMessage(unit[0] ?? 0) && saysFreely(unit.subarray(coding.headBytes))
    if (!isFree) kept.push(packet.subarray(at, at + lengthBytes + length))
    at += lengthBytes + length
  }
  return concat(...kept)
}

/** Whether any message of the unit is of a free kind. Kind and length are sums of bytes up to 255. */
function saysFreely(messages: Uint8Array): boolean {
  let at = 0
  const sum = (): number => {
    let all = 0
    while (messages[at] === 0xff) {
      all += 255
      at += 1
    }
    all += messages[at] ?? 0
    at += 1
    return all
  }
  while (at + 2 < messages.length) {
    const kind = sum()
    if (FREE_KINDS.has(kind)) return true
    at += sum()
  }
  return false
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}
