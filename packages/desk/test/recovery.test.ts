import { equalBytes, seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import {
  joinShares,
  openShares,
  readRequests,
  requestName,
  sealShare,
  type Share,
  shareSecret,
  spokenWords,
  thresholdOf,
} from '../src/member/recovery.ts'

const suite = nativeSuite
const env = seededEnv('recovery', suite)

async function sharesOf(secret: Uint8Array, holders: number): Promise<Share[]> {
  const threshold = thresholdOf(holders) ?? 0
  const set = env.random(16)
  return (await shareSecret(secret, holders, threshold)).map((share) => ({ set, threshold, share }))
}

describe('recovery by colleagues', () => {
  it('needs more than half of them, and never one alone', () => {
    expect([0, 1, 2, 3, 4, 5, 19].map(thresholdOf)).toEqual([null, null, 2, 2, 3, 3, 10])
  })

  it('gives the secret to so many of them and nothing to one fewer', async () => {
    for (const holders of [2, 3, 5]) {
      const secret = env.random(32)
      const shares = await sharesOf(secret, holders)
      const threshold = thresholdOf(holders) ?? 0
      const fits = (one: Uint8Array): boolean => equalBytes(one, secret)
      expect(await joinShares(shares.slice(0, threshold), fits)).toEqual(secret)
      expect(await joinShares(shares.slice(-threshold), fits)).toEqual(secret)
      expect(await joinShares(shares.slice(0, threshold - 1), () => true)).toBeNull()
      const twice = [...shares.slice(0, threshold - 1), ...shares.slice(0, threshold - 1)]
      expect(await joinShares(twice, () => true)).toBeNull()
    }
  })

  it('finds the secret beside shares that lie', async () => {
    const secret = env.random(32)
    const fits = (one: Uint8Array): boolean => equalBytes(one, secret)
    const [first, second, third] = await sharesOf(secret, 3)
    if (!first || !second || !third) throw new TypeError('three shares')
    const lie = { ...third, share: env.random(33) }
    const clash = { ...third, share: first.share.with(0, first.share[0] ?? 0 ^ 1) }
    const other = await sharesOf(env.random(32), 3)
    expect(await joinShares([lie, clash, ...other, first, second], fits)).toEqual(secret)
    expect(await joinShares([lie, first], fits)).toBeNull()
    const mean = { ...first, threshold: 0 }
    expect(await joinShares([mean], () => true)).toBeNull()
  })

  it('hands a share to whoever made the request and to nobody else', async () => {
    const [share] = await sharesOf(env.random(32), 2)
    if (!share) throw new TypeError('a share')
    const kem = suite.kemKey(env.random(32))
    const request = { keyringId: '0f'.repeat(16), key: kem.publicKey }
    const sealed = sealShare(env, request, share)
    expect(openShares(suite, request, kem, sealed)).toEqual([share])
    const other = suite.kemKey(env.random(32))
    expect(openShares(suite, request, other, sealed)).toEqual([])
    const renamed = { ...request, keyringId: '1f'.repeat(16) }
    expect(openShares(suite, renamed, kem, sealed)).toEqual([])
  })

  it('names a request by eight words that another key or another name does not have', () => {
    const key = suite.kemKey(env.random(32)).publicKey
    const words = ['0f', '1f'].map((byte) =>
      spokenWords(requestName(suite, { keyringId: byte.repeat(16), key })),
    )
    expect(words[0]).toHaveLength(8)
    expect(words[0]).not.toEqual(words[1])
  })

  it('reads what the server lists, and says when it is nonsense', () => {
    expect(readRequests(new Uint8Array(0))).toEqual([])
    const one = env.random(16 + 1_216)
    expect(readRequests(one)).toHaveLength(1)
    expect(() => readRequests(one.subarray(1))).toThrow('desk-answered-nonsense')
  })
})
