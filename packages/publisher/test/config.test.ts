import { describe, expect, it } from 'vitest'
import { publisherConfig } from '../src/index.ts'

const config = {
  role: 'publisher',
  column: 'rehearsal',
  organisation: '00'.repeat(16),
  root: '11'.repeat(32),
  peers: { identity: { certificatePem: 'c', keyPem: 'k' }, allow: {}, known: {} },
  signerSeed: '22'.repeat(32),
}

const sentenceFor = (mirrors: unknown): string | undefined =>
  publisherConfig.safeParse({ ...config, mirrors }).error?.issues[0]?.message

describe("the publisher's config", () => {
  it('takes mirrors that every /now has room for', () => {
    expect(sentenceFor([])).toBeUndefined()
    expect(sentenceFor(undefined)).toBeUndefined()
    expect(sentenceFor(['https://mirror.example', 'http://127.0.0.1:8080'])).toBeUndefined()
  })

  it.each([
    [['https://mirror.example/']],
    [['https://Mirror.example']],
    [['https://mirror.example/path']],
    [['ftp://mirror.example']],
    [Array.from({ length: 5 }, (_, n) => `https://${n}.example`)],
    [Array.from({ length: 3 }, (_, n) => `https://${n}${'m'.repeat(79)}`)],
  ])('refuses mirrors that readers would refuse: %j', (mirrors) => {
    expect(sentenceFor(mirrors)).toMatch(/^give at most four origins/u)
  })
})
