import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'
import { deskKeySeed, linkAt } from '../src/index.ts'

const env = seededEnv('chain', portableSuite)
const first = { generation: 1, number: 4, key: env.random(32) }

describe('the intake chain', () => {
  it('gives every later key the same, by whatever steps', () => {
    const direct = linkAt(portableSuite, first, 9)
    const half = linkAt(portableSuite, first, 6)
    expect(half && linkAt(portableSuite, half, 9)).toEqual(direct)
  })

  it('does not go back: a forgotten key stays forgotten', () => {
    const later = linkAt(portableSuite, first, 9)
    expect(later && linkAt(portableSuite, later, 8)).toBeNull()
  })

  it('makes other keys for other numbers and other generations', () => {
    const seeds = [4, 5].flatMap((number) =>
      [1, 2].map((generation) => {
        const link = linkAt(portableSuite, { ...first, generation }, number)
        return link && deskKeySeed(portableSuite, link).join()
      }),
    )
    expect(new Set(seeds).size).toBe(4)
  })

  it('is not walked absurdly far', () => {
    expect(linkAt(portableSuite, first, 1_000_000)).toBeNull()
  })
})
