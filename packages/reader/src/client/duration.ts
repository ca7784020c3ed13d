const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/**
 * A length of time in the largest unit that it fills, rounded up: never shorter than it is. Without
 * the dot of an abbreviation, since it may end a sentence.
 */
export function durationText(language: string, display: 'long' | 'short', ms: number): string {
  const [unit, unitMs] = UNITS.find(([, length]) => ms >= length) ?? (['second', 1_000] as const)
  const options = { style: 'unit', unit, unitDisplay: display } as const
  return new Intl.NumberFormat(language, options).format(Math.ceil(ms / unitMs)).replace(/\.$/, '')
}

/** Bytes as people read them: whole kilobytes, or megabytes with one decimal. */
export function bytesText(language: string, bytes: number): string {
  const isMega = bytes >= 1_000_000
  const options = {
    style: 'unit',
    unit: isMega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: isMega ? 1 : 0,
  } as const
  return new Intl.NumberFormat(language, options).format(
    isMega ? bytes / 1_000_000 : Math.ceil(bytes / 1_000),
  )
}
