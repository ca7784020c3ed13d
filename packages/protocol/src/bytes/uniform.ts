const MOST_DRAWS = 1_000

/**
 * A uniform integer in [0, below) from a source of random bytes, by rejection: a draw has just
 * enough bits, so that at least every second one fits and a thousand misses mean a broken source.
 */
export function uniformBelow(random: (length: number) => Uint8Array, below: number): number {
  if (!Number.isSafeInteger(below) || below < 1) throw new TypeError(`no such range: ${below}`)
  const bits = BigInt(below - 1).toString(2).length
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const value = lowBits(random(Math.ceil(bits / 8)), bits)
    if (value < below) return value
  }
  throw new TypeError('the source of random bytes is broken')
}

function lowBits(bytes: Uint8Array, bits: number): number {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return Number(BigInt.asUintN(bits, value))
}
