import type { FailurePlace } from './log-event.ts'

const FRAME = /^\s+at .*?\b(packages\/.+\.ts:\d+):\d+\)?$/
const PLACE = /^packages\/[a-z-]+\/src\/[a-z0-9/-]+\.ts:\d+$/

/**
 * Where in this project's own source an error came from, or null. The error's message is cut
 * off before the frames are read: it may hold what must never be written.
 */
export function placeOf(error: unknown): FailurePlace | null {
  for (const line of frames(error)) {
    const place = FRAME.exec(line)?.[1] ?? ''
    if (isPlace(place)) return place
  }
  return null
}

function isPlace(text: string): text is FailurePlace {
  return PLACE.test(text)
}

function frames(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return []
  const messageAt = error.stack.indexOf(error.message)
  if (messageAt < 0) return []
  return error.stack
    .slice(messageAt + error.message.length)
    .split('\n')
    .slice(1)
}
