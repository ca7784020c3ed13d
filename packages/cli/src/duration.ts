import { PosternError } from '@postern/protocol/error'

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `40d`, `12h`, `90m`, `30s` in milliseconds; throws PosternError 'bad-usage' with a sentence. */
export function readDuration(text: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const unitMs = UNIT_MS[unit ?? '']
  if (count === undefined || unitMs === undefined)
    throw new PosternError('bad-usage', `"${text}" is no span of time; write it like 40d or 12h`)
  return Number(count) * unitMs
}

/** In the largest unit that fits: `40 days`. */
export function sayDuration(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ] as const
  const [unitMs, name] = units.find(([size]) => ms >= size) ?? units[3]
  const count = Math.floor(ms / unitMs)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
