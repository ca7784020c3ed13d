import { seededEnv, utf8 } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'

describe('seededEnv', () => {
  it('gives one seed one future, however it is drawn', () => {
    const [whole, pieces] = [
      seededEnv('seed', portableSuite),
      seededEnv(utf8('seed'), portableSuite),
    ]
    const drawn = [
      ...pieces.random(1),
      ...pieces.random(0),
      ...pieces.random(4_095),
      ...pieces.random(900),
    ]
    expect(Uint8Array.from(drawn)).toEqual(whole.random(4_996))
  })

  it('gives another seed another future', () => {
    const [one, other] = [seededEnv('one', portableSuite), seededEnv('other', portableSuite)]
    expect(one.random(32)).not.toEqual(other.random(32))
  })

  it('repeats nothing from block to block', () => {
    const env = seededEnv('blocks', portableSuite)
    const blocks = Array.from({ length: 8 }, () => env.random(4_096).toHex())
    expect(new Set(blocks).size).toBe(8)
  })

  it('has a clock that stands until it is moved', () => {
    const env = seededEnv('clock', portableSuite, 1_000)
    expect(env.nowMs()).toBe(1_000)
    env.advance(250)
    expect(env.nowMs()).toBe(1_250)
  })
})
