import { describe, expect, it } from 'vitest'
import { deskConfig } from '../src/server/desk-config.ts'

const config = (titles: unknown): unknown => ({
  role: 'desk',
  column: 'rehearsal',
  organisation: '00'.repeat(16),
  root: '11'.repeat(32),
  peers: { identity: { certificatePem: 'c', keyPem: 'k' }, allow: {}, known: {} },
  desks: [{ id: '22'.repeat(16), titles, members: [] }],
  fakeSeed: '33'.repeat(32),
})

const sentenceFor = (titles: unknown): string | undefined =>
  deskConfig.safeParse(config(titles)).error?.issues[0]?.message

const title = (letters: number, more = 0): object => ({
  title: 'щ'.repeat(letters),
  description: 'd'.repeat(more),
})

describe("the desk server's config", () => {
  it('takes titles that a statement can hold', () => {
    expect(sentenceFor({})).toBeUndefined()
    expect(sentenceFor({ en: title(40, 240), 'pt-BR': title(1), fa: title(0) })).toBeUndefined()
  })

  it.each([
    [{ en: title(41) }],
    [{ en: title(1, 241) }],
    [{ EN: title(1) }],
    [Object.fromEntries(Array.from('abcdefghijk', (letter) => [`x${letter}`, title(1)]))],
  ])('refuses others in one sentence, before any statement is spoilt: %#', (titles) => {
    expect(sentenceFor(titles)).toMatch(/^give titles in at most ten languages/u)
  })
})
