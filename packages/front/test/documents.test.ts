import { RECENT_DROP_BYTES } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { packSite } from '@postern/site'
import { describe, expect, it } from 'vitest'
import { createFront, type Front } from '../src/front.ts'
import { faceOf, page, Press } from './press.ts'

const statusOf = async (front: Front, path: string) => (await front.handle(page(path))).status

describe('public documents', () => {
  async function open() {
    const press = new Press('documents')
    const statement = press.publish()
    const drop = press.env.random(RECENT_DROP_BYTES)
    press.documents.set('/drop/900', drop)
    press.say([statement], { drop: { number: 900, hash: nativeSuite.sha256(drop) } })
    return { press, statement, drop, front: await press.front() }
  }

  it('are the publisher’s bytes, numbered ones for ever and /now for no time', async () => {
    const { press, front } = await open()
    for (const path of ['/now', '/trust/7', '/epoch/41', '/drop/900']) {
      const response = await front.handle(page(path))
      const keeping = path === '/now' ? 'no-store' : 'public, max-age=31536000, immutable'
      expect(response.headers.get('cache-control')).toBe(keeping)
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(press.documents.get(path))
    }
  })

  it('are the same for everyone: no request header changes a byte', async () => {
    const { front } = await open()
    const plain = await faceOf(await front.handle(page('/drop/900')))
    const headers = {
      'accept-encoding': 'br, gzip',
      'if-none-match': '*',
      cookie: 'a=b',
      range: 'bytes=0-9',
      'accept-language': 'fa',
    }
    expect(await faceOf(await front.handle(page('/drop/900', headers)))).toEqual(plain)
  })

  it.each([
    '/drop/900?a',
    '/now?1',
    '/drop/0900',
    '/drop/901',
    '/trust/1',
    '/draft/42',
    '//now',
    '/Now',
  ])('has nothing at %s, and says so without keeping', async (path) => {
    const { front } = await open()
    const response = await front.handle(page(path))
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('are served after a restart without the publisher, and cells are taken', async () => {
    const { press, statement } = await open()
    press.documents.clear()
    const front = await createFront(press.parts())
    expect(await statusOf(front, '/now')).toBe(200)
    expect(await statusOf(front, '/drop/900')).toBe(200)
    expect((await front.receive(press.cell(statement), '')).status).toBe(200)
    await front.tick()
    expect(await statusOf(front, '/now')).toBe(200)
    expect(press.notices()).toEqual(['publisher-silent'])
  })

  it('are not taken when any of them is false: the last good ones stay', async () => {
    const { press, statement, drop, front } = await open()
    const before = await faceOf(await front.handle(page('/now')))
    press.documents.set('/drop/901', drop.with(5, 1 ^ (drop[5] ?? 0)))
    press.say([statement], { drop: { number: 901, hash: nativeSuite.sha256(drop) } })
    await front.tick()
    expect(await faceOf(await front.handle(page('/now')))).toEqual(before)
    expect(await statusOf(front, '/drop/901')).toBe(404)
    expect(press.notices()).toEqual(['documents-refused'])
  })

  it('never go back: an older /now and another document under a number are refused', async () => {
    const { press, statement, front } = await open()
    const old = press.documents.get('/now') ?? new Uint8Array(0)
    press.env.advance(1_000)
    press.say([statement])
    await front.tick()
    const newer = await faceOf(await front.handle(page('/now')))
    press.documents.set('/now', old)
    await front.tick()
    expect(await faceOf(await front.handle(page('/now')))).toEqual(newer)
    expect(press.notices()).toEqual(['documents-refused'])
  })

  it('refuses a statement with a signature missing', async () => {
    const press = new Press('one signature')
    const statement = press.publish()
    const text = new TextDecoder().decode(press.documents.get('/epoch/41'))
    const cut = text.replace(/"signatures":\[(\{[^}]*\}),\{[^}]*\}\]/, '"signatures":[$1]')
    expect(cut.length).toBeLessThan(text.length)
    press.documents.set('/epoch/41', new TextEncoder().encode(cut))
    press.say([statement])
    const front = await press.front()
    expect(await statusOf(front, '/now')).toBe(404)
    expect(press.notices()).toContain('documents-refused')
  })

  it('keeps a few earlier drops, and then lets them go', async () => {
    const { press, statement, drop, front } = await open()
    for (let number = 901; number <= 909; number++) {
      press.documents.set(`/drop/${number}`, drop)
      press.say([statement], { drop: { number, hash: nativeSuite.sha256(drop) } })
      await front.tick()
    }
    expect([await statusOf(front, '/drop/900'), await statusOf(front, '/drop/901')]).toEqual([
      404, 200,
    ])
    expect(await press.store.get('drop/900')).toBeNull()
    expect(await press.store.list('now/')).toHaveLength(1)
  })
})

describe('the site', () => {
  async function lay(press: Press, text: string) {
    const bytes = new TextEncoder().encode(text.repeat(50))
    const type = 'text/html; charset=utf-8'
    const asset = {
      bytes: new TextEncoder().encode('let a = 1;'.repeat(40)),
      type: 'text/javascript',
    }
    const { files, manifest } = await packSite(
      new Map([
        ['/en/', { bytes, type }],
        ['/assets/page-1a2b.js', asset],
      ]),
    )
    for (const [name, content] of files) await press.site.put(name, content)
    await press.site.remove('manifest')
    await press.site.put('manifest', new TextEncoder().encode(JSON.stringify(manifest)))
    return bytes
  }

  it('is the rendered bytes, packed as the client can read it and not otherwise', async () => {
    const press = new Press('site')
    const bytes = await lay(press, '<p>A story</p>')
    const front = await press.front()
    const encodings: [string, string | null][] = [
      ['', null],
      ['gzip', 'gzip'],
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0, gzip;q=1.0', 'gzip'],
      ['BR', 'br'],
      ['*', null],
    ]
    for (const [accept, packed] of encodings) {
      const response = await front.handle(page('/en/', { 'accept-encoding': accept }))
      expect([accept, response.headers.get('content-encoding')]).toEqual([accept, packed])
      expect(response.headers.get('vary')).toBe('accept-encoding')
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect(new Uint8Array(await (await front.handle(page('/en/'))).arrayBuffer())).toEqual(bytes)
    const asset = await front.handle(page('/assets/page-1a2b.js'))
    expect(asset.headers.get('cache-control')).toContain('immutable')
  })

  it('is the same page whatever query a shared link brings along', async () => {
    const press = new Press('query')
    const bytes = await lay(press, '<p>A story</p>')
    const front = await press.front()
    const response = await front.handle(page('/en/?utm_source=a&b=/../c'))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  })

  it('answers HEAD with the headers alone and other methods with the 404', async () => {
    const press = new Press('methods')
    await lay(press, '<p>A story</p>')
    const front = await press.front()
    const head = await front.handle(new Request('https://front/en/', { method: 'HEAD' }))
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0])
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await front.handle(new Request('https://front/en/', { method }))).status).toBe(404)
    }
  })

  it('is taken whole when a new one is laid, and stays when that one is not whole', async () => {
    const press = new Press('new site')
    await lay(press, '<p>First</p>')
    const front = await press.front()
    const second = await lay(press, '<p>Second</p>')
    await front.tick()
    const served = async () =>
      new Uint8Array(await (await front.handle(page('/en/'))).arrayBuffer())
    expect(await served()).toEqual(second)
    const manifest = new TextDecoder().decode((await press.site.get('manifest')) ?? undefined)
    await press.site.remove('manifest')
    await press.site.put(
      'manifest',
      new TextEncoder().encode(manifest.replace(/"shards":\["/, '"shards":["0')),
    )
    await front.tick()
    expect(await served()).toEqual(second)
    expect(press.notices()).toContain('site-damaged')
  })
})
