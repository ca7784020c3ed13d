import { toHex } from '@postern/protocol'
import { directPeer, MemoryStore, nativeSuite, type Peer } from '@postern/runtime'
import { packSite } from '@postern/site'
import { describe, expect, it } from 'vitest'
import { SitePages } from '../src/site-pages.ts'
import { SitePull } from '../src/site-pull.ts'

const TYPE = 'text/html; charset=utf-8'

/** A newsroom with a numbered rendering of one page. */
class Newsroom {
  hash = ''
  #answers = new Map<string, Uint8Array>()
  asked: string[] = []
  /** Paths that are not answered. */
  readonly silent = new Set<string>()

  async publish(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text.repeat(200))
    const same = new TextEncoder().encode('unchanged'.repeat(90))
    const { files, manifest } = await packSite(
      new Map([
        ['/', { bytes, type: TYPE }],
        ['/same/', { bytes: same, type: TYPE }],
      ]),
    )
    const listed = new TextEncoder().encode(JSON.stringify(manifest))
    this.hash = toHex(nativeSuite.sha256(listed))
    this.#answers = new Map([...files].map(([name, body]) => [`/site/file/${name}`, body]))
    this.#answers.set(`/site/manifest/${this.hash}`, listed)
    const names = new TextEncoder().encode(JSON.stringify({ names: [...files.keys()] }))
    this.#answers.set(`/site/names/${this.hash}`, names)
  }

  get peer(): Peer {
    return directPeer((request) => {
      const { pathname } = new URL(request.url)
      this.asked.push(pathname)
      if (pathname === '/site/newest')
        return Response.json({ hash: this.hash === '' ? null : this.hash })
      const bytes = this.silent.has(pathname) ? undefined : this.#answers.get(pathname)
      return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes.slice())
    }, 'front')
  }

  files(): string[] {
    return [...this.#answers.keys()].filter((path) => path.includes('/file/'))
  }
}

function pullOf(store: MemoryStore, newsroom: Peer): SitePull {
  const exchange = async (manifest: Uint8Array): Promise<void> => {
    await store.remove('manifest')
    await store.put('manifest', manifest)
  }
  return new SitePull({ suite: nativeSuite, newsroom, site: store, exchange })
}

async function shown(store: MemoryStore): Promise<string> {
  const pages = new SitePages(store)
  await pages.refresh()
  return new TextDecoder().decode(pages.bytes('/') ?? new Uint8Array(0)).slice(0, 5)
}

describe('a front that takes its site from the newsroom', () => {
  it('serves each rendering, asks for what is new alone, and keeps nothing that is old', async () => {
    const [newsroom, store] = [new Newsroom(), new MemoryStore()]
    const pull = pullOf(store, newsroom.peer)
    await pull.pull()
    expect(await shown(store)).toBe('')
    await newsroom.publish('first')
    await pull.pull()
    expect(await shown(store)).toBe('first')
    const held = (await store.list('')).length
    await newsroom.publish('other')
    newsroom.asked = []
    await pull.pull()
    expect(await shown(store)).toBe('other')
    expect(newsroom.asked.filter((path) => path.includes('/file/')).length).toBe(2)
    expect((await store.list('')).length).toBe(held)
    newsroom.asked = []
    await pull.pull()
    expect(newsroom.asked).toEqual(['/site/newest'])
  })

  it('broken off at any file serves the rendering before, and goes on from there', async () => {
    const [newsroom, store] = [new Newsroom(), new MemoryStore()]
    await newsroom.publish('first')
    await pullOf(store, newsroom.peer).pull()
    await newsroom.publish('other')
    for (const path of newsroom.files()) {
      newsroom.silent.add(path)
      await pullOf(store, newsroom.peer)
        .pull()
        .catch(() => undefined)
      newsroom.silent.clear()
      if ((await shown(store)) !== 'other') expect(await shown(store)).toBe('first')
    }
    await pullOf(store, newsroom.peer).pull()
    expect(await shown(store)).toBe('other')
  })

  it('takes no name that leads elsewhere or stands for the manifest, and no other manifest', async () => {
    const [newsroom, store] = [new Newsroom(), new MemoryStore()]
    await newsroom.publish('first')
    await pullOf(store, newsroom.peer).pull()
    const evil = (names: readonly string[], manifest: string): Peer =>
      directPeer((request) => {
        if (request.url.endsWith('newest')) return Response.json({ hash: '0'.repeat(64) })
        if (request.url.includes('/names/')) return Response.json({ names })
        return new Response(manifest)
      }, 'front')
    const held = await store.list('')
    for (const name of ['../config.json', 'manifest', 'a/b', '.hidden', ''])
      await expect(pullOf(store, evil([name], '{}')).pull()).rejects.toThrow('site-damaged')
    await expect(pullOf(store, evil([], '{}')).pull()).rejects.toThrow('site-damaged')
    expect(await store.list('')).toEqual(held)
    expect(await shown(store)).toBe('first')
  })
})
