import { describe, expect, it } from 'vitest'
import { lettersOf, lettersState } from '../src/letters/open-letters.ts'
import { beginStory, publish } from '../src/records/story-steps.ts'

const OUT = publish(beginStory('boat', 'en', 'boat'), 'closed', '2026-11-01T10:00:00Z')
const closes = (today: string, lettersDays?: number): string | null | undefined =>
  lettersOf(lettersState({ today: () => today, ...(lettersDays && { lettersDays }) }), OUT)?.closes

describe('the last day for letters', () => {
  it('is so many days after the story went out', () => {
    expect(closes('2026-11-15', 14)).toBe('2026-11-15')
    expect(closes('2026-11-16', 14)).toBeUndefined()
  })

  it('is none when nothing says one', () => {
    expect(closes('2036-01-01')).toBeNull()
  })

  it('is the story’s own when its editor said one', () => {
    const state = lettersState({ today: () => '2026-11-16', lettersDays: 14 })
    expect(lettersOf(state, { ...OUT, lettersClose: '2026-12-01' })?.closes).toBe('2026-12-01')
  })
})
