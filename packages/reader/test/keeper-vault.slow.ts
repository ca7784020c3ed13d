import { toHex } from '@postern/protocol'
import { VAULT_BYTES } from '@postern/protocol/vault'
import { makeWords } from '@postern/protocol/words'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VaultOfOneDocument, type VaultStore } from '../src/client/vault-store.ts'
import { House } from './house.ts'
import { later, type Reader, reader, view } from './visitor.ts'

const hers = makeWords(new House('hers').env).join(' ')
const others = makeWords(new House('others').env).join(' ')

/** One more page of the same browser. */
function page(house: House, vault: VaultStore): Reader {
  return reader(house, undefined, vault)
}

/** A page that was read to its end, and unlocked. */
async function opened(
  house: House,
  vault: VaultStore,
  words = hers,
  begun = false,
): Promise<Reader> {
  const one = page(house, vault)
  await view(one)
  await one.keeper.unlock(words, begun)
  return one
}

function deskOf(house: House): string {
  return toHex(house.made.desks[0].id)
}

function waiting(one: Reader): number {
  return one.keeper.look(deskOf(one.house)).waiting
}

function texts(one: Reader): string[] {
  return one.keeper.look(deskOf(one.house)).thread?.entries.map(({ text }) => text) ?? []
}

function reals(house: House): number {
  return house.received.filter((kind) => kind === 'real').length
}

/** A store that counts, and can refuse. */
class WatchedVault implements VaultStore {
  readonly calls: string[] = []
  refuses = false
  #inner = new VaultOfOneDocument()

  evict(): void {
    this.#inner = new VaultOfOneDocument()
  }

  async read(): Promise<Uint8Array | null> {
    this.calls.push('read')
    if (this.refuses) throw new Error('refused')
    return await this.#inner.read()
  }

  async exchange(next: (stored: Uint8Array | null) => Uint8Array): Promise<void> {
    if (this.refuses) {
      this.calls.push('refused')
      throw new Error('refused')
    }
    await this.#inner.exchange((stored) => {
      const kept = next(stored)
      this.calls.push(`exchange ${kept.length}`)
      return kept
    })
  }
}

describe('what a source queued', () => {
  test('survives closing, in its order, and leaves from the next page on', async () => {
    const house = new House('closing')
    const vault = new VaultOfOneDocument()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'first', [])
    await one.keeper.send(deskOf(house), 'second', [])
    await one.keeper.vaultMoment()
    const again = await opened(house, vault)
    expect([texts(again), waiting(again)]).toEqual([['first', 'second'], 2])
    for (let count = 0; count < 2; count += 1) {
      later(house)
      await view(again)
    }
    expect(house.messages.map(({ content }) => content.text)).toEqual(['first', 'second'])
    expect(waiting(again)).toBe(0)
  })

  test('is lost by a crash only if no moment has passed since', async () => {
    const house = new House('crash')
    const vault = new VaultOfOneDocument()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'kept', [])
    await one.keeper.vaultMoment()
    await one.keeper.send(deskOf(house), 'lost', [])
    expect(texts(await opened(house, vault))).toEqual(['kept'])
  })

  test('is said to be kept when it is, and not before', async () => {
    const house = new House('kept')
    const one = await opened(house, new VaultOfOneDocument(), hers, true)
    const kept = (): unknown => one.keeper.look(null).vault
    expect(kept()).toEqual({ keeping: 'device', isKept: false, isTied: false })
    await one.keeper.send(deskOf(house), 'text', [])
    await one.keeper.vaultMoment()
    expect(kept()).toMatchObject({ keeping: 'device', isKept: true })
    await one.keeper.send(deskOf(house), 'more', [])
    expect(kept()).toMatchObject({ isKept: false })
  })

  test('is not lost by a lock, and waits for the next moment', async () => {
    const house = new House('lock')
    const vault = new VaultOfOneDocument()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'queued', [])
    one.keeper.lock()
    expect(one.keeper.look(deskOf(house))).toMatchObject({ vault: null, thread: null, waiting: 0 })
    await one.keeper.vaultMoment()
    expect(texts(await opened(house, vault))).toEqual(['queued'])
  })

  test('is there when she locks and unlocks between two moments', async () => {
    const house = new House('relock')
    const one = await opened(house, new VaultOfOneDocument(), hers, true)
    await one.keeper.send(deskOf(house), 'queued', [])
    one.keeper.lock()
    await one.keeper.unlock(hers, false)
    expect(texts(one)).toEqual(['queued'])
  })

  test('is refused with its own code when a vault cannot hold it, and nothing is queued', async () => {
    const house = new House('full')
    const one = await opened(house, new VaultOfOneDocument(), hers, true)
    const name = 'x'.repeat(200)
    const bytes = house.env.random(390_000)
    const sha256 = house.env.suite.sha256(bytes)
    const file = { name, mediaType: 'image/png', bytes, sha256, kind: 'original' } as const
    await one.keeper.send(deskOf(house), '', [file])
    const noise = toHex(house.env.random(16_000))
    for (let count = 0; count < 2; count += 1)
      await one.keeper.send(deskOf(house), noise.slice(count), []).catch(() => null)
    await expect(one.keeper.send(deskOf(house), noise, [])).rejects.toThrow(
      /outbox-full|vault-full/,
    )
    await one.keeper.vaultMoment()
    expect(one.keeper.look(null).vault).toMatchObject({ isKept: true })
  })
})

describe('two pages of one source', () => {
  test('see what each other queued, and neither loses anything', async () => {
    const house = new House('two')
    const vault = new VaultOfOneDocument()
    const [a, b] = [await opened(house, vault, hers, true), await opened(house, vault, hers, true)]
    await a.keeper.send(deskOf(house), 'from a', [])
    await b.keeper.send(deskOf(house), 'from b', [])
    await a.keeper.vaultMoment()
    await b.keeper.vaultMoment()
    await view(a)
    expect(texts(a)).toEqual(['from a', 'from b'])
    expect(texts(b).toSorted()).toEqual(['from a', 'from b'])
  })

  test('make one attempt an interval, whatever was answered, and after a reload too (V3)', async () => {
    const house = new House('attempts')
    const vault = new VaultOfOneDocument()
    const a = await opened(house, vault, hers, true)
    for (const text of ['1', '2', '3']) await a.keeper.send(deskOf(house), text, [])
    await a.keeper.vaultMoment()
    const b = await opened(house, vault)
    later(house)
    await view(a, false)
    await view(b)
    const c = await opened(house, vault)
    await view(c)
    await view(a)
    expect(reals(house)).toBe(1)
    later(house)
    await view(b)
    await view(c)
    await view(a)
    expect(reals(house)).toBe(2)
  })

  test('lose nothing in any order of writing, reading, moments and crashes', async () => {
    const act = fc.record({
      who: fc.nat({ max: 1 }),
      act: fc.constantFrom('send', 'view', 'moment', 'crash'),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 12 }), async (acts) => {
        const house = new House(`order ${(run += 1)}`)
        const vault = new VaultOfOneDocument()
        const pages = [
          await opened(house, vault, hers, true),
          await opened(house, vault, hers, true),
        ]
        const safe = new Set<string>()
        const unsafe = [new Set<string>(), new Set<string>()]
        for (const [at, { who, act: what }] of acts.entries()) {
          const one = pages[who]
          const mine = unsafe[who]
          if (!one || !mine) continue
          if (what === 'send') {
            await one.keeper.send(deskOf(house), `${at}`, [])
            mine.add(`${at}`)
          }
          if (what === 'view') {
            later(house)
            const before = reals(house)
            await view(one)
            expect(reals(house) - before).toBeLessThanOrEqual(1)
          }
          if (what === 'moment') await one.keeper.vaultMoment()
          if (what === 'view' || what === 'moment') for (const text of mine) safe.add(text)
          if (what !== 'send') mine.clear()
          if (what !== 'crash') continue
          pages[who] = await opened(house, vault)
          pages[who].keeper.keepHere()
        }
        const last = await opened(house, vault)
        last.keeper.keepHere()
        expect(new Set([...safe].filter((text) => !texts(last).includes(text)))).toEqual(new Set())
        for (let count = waiting(last); count > 0; count -= 1) {
          later(house)
          await view(last)
        }
        const came = house.messages.map(({ content }) => content.text)
        expect(new Set(came)).toEqual(new Set(texts(last)))
        expect(came.length).toBe(new Set(came).size)
      }),
      { numRuns: 6 },
    )
  })
})

describe('other words on one device (P5)', () => {
  test('open an empty thread and leave the vault alone, until she asks for it', async () => {
    const house = new House('duress')
    const vault = new VaultOfOneDocument()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'the real one', [])
    await one.keeper.vaultMoment()
    const shown = await opened(house, vault, others)
    expect([texts(shown), waiting(shown)]).toEqual([[], 0])
    expect(shown.keeper.look(null).vault).toMatchObject({ keeping: 'page' })
    await shown.keeper.send(deskOf(house), 'harmless', [])
    await view(shown)
    await shown.keeper.vaultMoment()
    expect(texts(await opened(house, vault))).toEqual(['the real one'])
  })

  test('look alike whether or not there is another thread behind the vault', async () => {
    const used = new VaultOfOneDocument()
    const house = new House('alike')
    const one = await opened(house, used, hers, true)
    await one.keeper.send(deskOf(house), 'the real one', [])
    await one.keeper.vaultMoment()
    const shown = await opened(house, used, others)
    const fresh = await opened(house, new VaultOfOneDocument(), others)
    expect(shown.keeper.look(deskOf(house))).toEqual(fresh.keeper.look(deskOf(house)))
  })

  test('take it over when she asks for it, and the first are left with their words alone', async () => {
    const house = new House('over')
    const vault = new VaultOfOneDocument()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'gone', [])
    await one.keeper.vaultMoment()
    const second = await opened(house, vault, others)
    await second.keeper.send(deskOf(house), 'mine now', [])
    second.keeper.keepHere()
    await second.keeper.vaultMoment()
    expect(texts(await opened(house, vault, others))).toEqual(['mine now'])
    expect(texts(await opened(house, vault))).toEqual([])
    await view(one)
    expect(one.keeper.look(null).vault).toMatchObject({ keeping: 'page' })
    expect(texts(one)).toEqual(['gone'])
    await one.keeper.vaultMoment()
    expect(texts(await opened(house, vault, others))).toEqual(['mine now'])
  })
})

describe('every reader', () => {
  test('makes the same calls at the same moments, whatever she does (V5, V6)', async () => {
    const [plain, used] = [new WatchedVault(), new WatchedVault()]
    const ordinary = page(new House('calls'), plain)
    const source = page(new House('calls'), used)
    await view(ordinary)
    await view(source)
    await source.keeper.unlock(hers, true)
    await source.keeper.send(deskOf(source.house), 'text', [])
    source.keeper.tie(true)
    await view(ordinary)
    await view(source)
    source.keeper.lock()
    await ordinary.keeper.vaultMoment()
    await source.keeper.vaultMoment()
    expect(used.calls).toEqual(plain.calls)
    expect(new Set(plain.calls)).toEqual(new Set(['read', `exchange ${VAULT_BYTES}`]))
  })

  test('has a vault from the first view on', async () => {
    const vault = new VaultOfOneDocument()
    await view(page(new House('first'), vault))
    expect(await vault.read()).toHaveLength(VAULT_BYTES)
  })
})

describe('a browser that keeps nothing', () => {
  test('leaves the words, says so, and sends as ever', async () => {
    const house = new House('refused')
    const vault = new WatchedVault()
    vault.refuses = true
    const one = await opened(house, vault, hers, true)
    expect(one.keeper.look(null).vault).toEqual({
      keeping: 'refused',
      isKept: false,
      isTied: false,
    })
    await one.keeper.send(deskOf(house), 'text', [])
    later(house)
    await view(one)
    expect(house.messages).toHaveLength(1)
  })

  test('that loses the vault under her gets it again, whole, at the next moment', async () => {
    const house = new House('evicted')
    const vault = new WatchedVault()
    const one = await opened(house, vault, hers, true)
    await one.keeper.send(deskOf(house), 'text', [])
    await one.keeper.vaultMoment()
    vault.evict()
    await one.keeper.vaultMoment()
    expect(texts(await opened(house, vault))).toEqual(['text'])
  })

  test('that comes back keeps what was written meanwhile', async () => {
    const house = new House('comes back')
    const vault = new WatchedVault()
    const one = await opened(house, vault, hers, true)
    vault.refuses = true
    await one.keeper.send(deskOf(house), 'text', [])
    await one.keeper.vaultMoment()
    expect(one.keeper.look(null).vault).toMatchObject({ keeping: 'refused' })
    vault.refuses = false
    await one.keeper.vaultMoment()
    expect(texts(await opened(house, vault))).toEqual(['text'])
  })
})
