import { type SigningKey, seededEnv, toHex, utf8 } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { newsroomMessage } from '../../src/member/newsroom-act.ts'
import { decodeEntry, encodeEntry, firstBroken, nextEntry } from '../../src/member/audit-trail.ts'
import type { Acted } from '../../src/newsroom/newsroom-store.ts'

const env = seededEnv('trail', nativeSuite)
const organisation = env.random(16)
const editor = nativeSuite.signingKey(env.random(32))

function act(key: SigningKey, request: string, atMs: number): Acted {
  const digest = nativeSuite.sha256(utf8(request))
  const signature = toHex(key.sign(newsroomMessage(organisation, { request, digest, atMs })))
  return { atMs, by: toHex(key.publicKey), request, digest: toHex(digest), signature }
}

function trail(count: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let n = 0; n < count; n++) {
    const entry = nextEntry(nativeSuite, entries.at(-1) ?? null, act(editor, `PUT /letter/${n}`, n))
    entries.push(encodeEntry(entry))
  }
  return entries
}

const broken = (entries: readonly Uint8Array[]): number | null =>
  firstBroken(nativeSuite, organisation, entries)

describe('the trail of acts', () => {
  it('is whole as it was written, and when it is empty', () => {
    expect([broken(trail(5)), broken([])]).toEqual([null, null])
  })

  it('shows an entry changed in any field', () => {
    const entries = trail(4)
    const third = decodeEntry(entries[2] ?? new Uint8Array(0))
    const other = nativeSuite.signingKey(env.random(32))
    const changes = [
      { atMs: 9 },
      { by: toHex(other.publicKey) },
      { request: 'PUT /letter/9' },
      { digest: '00'.repeat(32) },
      { signature: '00'.repeat(64) },
      { previous: '00'.repeat(32) },
      { number: 4 },
    ]
    for (const change of changes)
      expect([change, broken(entries.with(2, encodeEntry({ ...third, ...change })))]).toEqual([
        change,
        3,
      ])
  })

  it('shows an entry left out, put in, exchanged, or signed anew by another', () => {
    const entries = trail(4)
    const [a, b, c, d] = entries
    if (!a || !b || !c || !d) throw new TypeError('four entries')
    expect(broken([a, c, d])).toBe(2)
    expect(broken([a, b, b, c, d])).toBe(3)
    expect(broken([a, c, b, d])).toBe(2)
    const other = nativeSuite.signingKey(env.random(32))
    const forged = { ...act(other, 'PUT /letter/2', 2), by: toHex(editor.publicKey) }
    expect(broken([a, b, encodeEntry(nextEntry(nativeSuite, b, forged))])).toBe(3)
  })

  it('shows one signed act that was entered twice', () => {
    const [first] = trail(1)
    if (!first) throw new TypeError('one entry')
    const again = nextEntry(nativeSuite, first, act(editor, 'PUT /letter/0', 0))
    expect(broken([first, encodeEntry(again)])).toBe(2)
  })
})
