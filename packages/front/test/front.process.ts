import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { once } from 'node:events'
import { toHex } from '@postern/protocol'
import {
  FileStore,
  type Listening,
  listenPeers,
  makePeerIdentity,
  PEER_ORIGIN,
  peerClient,
  type PeerIdentity,
  systemEnv,
} from '@postern/runtime'
import { demonstration, packSite, renderSite } from '@postern/site'
import { expect, onTestFinished, test } from 'vitest'
import { FIXED_HEADERS } from '../src/answer.ts'
import { freshFolder } from './fresh-folder.ts'
import { Press } from './press.ts'

const repository = resolve(import.meta.dirname, '../../..')

interface Seen {
  readonly status: number
  readonly headers: string[]
  readonly body: Buffer
}

/** Everything of an answer that goes over the wire. */
async function ask(port: number, method: string, path: string, body?: Uint8Array): Promise<Seen> {
  return await new Promise((resolveSeen, reject) => {
    const sent = request({ port, method, path, host: '127.0.0.1', agent: false }, (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0
        resolveSeen({ status, headers: incoming.rawHeaders, body: Buffer.concat(parts) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Identities {
  readonly front: PeerIdentity
  readonly mix1: PeerIdentity
  readonly publisher: PeerIdentity
}

/** A front as a confined process, on a data folder of its own. */
class FrontProcess {
  readonly folder: string = freshFolder()
  readonly port: number
  readonly peerPort: number
  #child: ChildProcess | null = null
  stderr: string = ''

  constructor(port: number, peerPort: number) {
    this.port = port
    this.peerPort = peerPort
    mkdirSync(join(this.folder, 'site'))
  }

  configure(press: Press, ids: Identities, publisherPort: number): void {
    const { certificatePem, keyPem } = ids.front
    const url = `https://127.0.0.1:${publisherPort}`
    const config = {
      role: 'front',
      column: 'rehearsal',
      organisation: toHex(press.made.id),
      root: toHex(press.made.root.publicKey),
      clockOffsetMs: 0,
      listen: { host: '127.0.0.1', port: this.port },
      identitySeed: '07'.repeat(32),
      peers: {
        listen: { host: '127.0.0.1', port: this.peerPort },
        identity: { certificatePem, keyPem },
        allow: { 'mix-1': ids.mix1.fingerprint },
        known: { publisher: { url, fingerprint: ids.publisher.fingerprint } },
      },
    }
    writeFileSync(join(this.folder, 'config.json'), JSON.stringify(config), { mode: 0o600 })
  }

  /** `mostKib` bounds each file that it writes: writing more fails, as a broken disk would. */
  async start(mostKib: string = 'unlimited'): Promise<void> {
    const main = join(repository, 'packages/front/src/main.ts')
    const rights = [
      '--permission',
      `--allow-fs-read=${repository}`,
      `--allow-fs-read=${this.folder}`,
      `--allow-fs-write=${this.folder}`,
      '--allow-net',
    ]
    const command = [process.execPath, ...rights, main, this.folder]
    const bounded = ['-c', 'ulimit -f "$0" && exec "$@"', mostKib, ...command]
    const child = spawn('bash', bounded, { cwd: this.folder })
    this.#child = child
    child.stderr.on('data', (part: Buffer) => (this.stderr += part.toString()))
    await new Promise<void>((ready, failed) => {
      child.stdout.once('data', () => ready())
      child.once('exit', () => failed(new Error(`front ended: ${this.stderr}`)))
    })
  }

  /** The code it ends with by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child
    if (child === null) return null
    if (child.exitCode === null) await once(child, 'exit')
    return child.exitCode
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    this.#child = null
    return child.exitCode
  }
}

async function laySite(folder: string): Promise<void> {
  const store = await FileStore.open(join(folder, 'site'))
  const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
  const cleaner = { ...script, name: 'cleaner-0.js' }
  const options = {
    script,
    cleaner,
    composer: () => '',
    rehearsal: true,
    origin: 'https://paper.test',
  }
  const { files, manifest } = await packSite(await renderSite(demonstration(), options))
  for (const [name, content] of files) await store.put(name, content)
  await store.put('manifest', new TextEncoder().encode(JSON.stringify(manifest)))
}

/** A publisher with one statement, and a front that may talk to it and is not started yet. */
async function arranged(seed: string, hasLetterDesk = false) {
  const env = systemEnv()
  const press = new Press(seed, env.nowMs())
  press.hasLetterDesk = hasLetterDesk
  const statement = press.publish(41)
  const ids = {
    front: await makePeerIdentity(env),
    mix1: await makePeerIdentity(env),
    publisher: await makePeerIdentity(env),
  }
  const allowed = { front: ids.front.fingerprint }
  const address = { host: '127.0.0.1', port: 0, identity: ids.publisher, allowed }
  const publisher: Listening = await listenPeers(address, (asked) => press.publisher.fetch(asked))
  const front = new FrontProcess(await freePort(), await freePort())
  onTestFinished(async () => {
    await front.end('SIGKILL')
    await publisher.close()
  })
  press.say([statement])
  front.configure(press, ids, publisher.port)
  await laySite(front.folder)
  return { press, statement, ids, publisher, front }
}

test('a front in a confined process keeps what it answered through SIGKILL, and answers all alike', async () => {
  const { press, statement, ids, publisher, front } = await arranged('process')
  await front.start()

  const cells = Array.from({ length: 40 }, () => press.cell(statement))
  const answers = await Promise.all(cells.map((cell) => ask(front.port, 'POST', '/cell', cell)))
  const repeated = await ask(front.port, 'POST', '/cell', cells[0])
  const bad = await ask(front.port, 'POST', '/cell', cells[0]?.with(9_999, 1))
  const other = await ask(front.port, 'POST', '/cell', new Uint8Array(16_384).fill(255))
  expect(new Set([...answers, repeated, bad, other].map((seen) => JSON.stringify(seen))).size).toBe(
    1,
  )
  expect(answers[0]?.status).toBe(200)

  const refusals = [0, 16_383, 16_385, 3_000_000].map((length) =>
    ask(front.port, 'POST', '/cell', new Uint8Array(length)).catch(() => null),
  )
  const refused = (await Promise.all(refusals)).filter((seen) => seen !== null)
  expect(refused.length).toBeGreaterThanOrEqual(3)
  expect(new Set(refused.map((seen) => JSON.stringify(seen))).size).toBe(1)
  expect(refused[0]?.status).toBe(400)

  for (const path of ['/', '/now', '/epoch/41', '/nowhere', '/intake/41?from=0&max=9']) {
    const { headers } = await ask(front.port, 'GET', path)
    const names = headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
    expect(names).toEqual(expect.arrayContaining(Object.keys(FIXED_HEADERS)))
    for (const name of ['date', 'etag', 'set-cookie', 'server']) expect(names).not.toContain(name)
  }
  expect((await ask(front.port, 'GET', '/intake/41?from=0&max=9')).status).toBe(404)

  await front.end('SIGKILL')
  await publisher.close()
  await front.start()
  expect((await ask(front.port, 'GET', '/now')).status).toBe(200)
  const mix = peerClient({
    url: `https://127.0.0.1:${front.peerPort}`,
    identity: ids.mix1,
    fingerprint: ids.front.fingerprint,
  })
  const pulled = await mix.fetch(new Request(`${PEER_ORIGIN}/intake/41?from=0&max=100`))
  const bytes = Buffer.from(await pulled.arrayBuffer())
  mix.close()
  const kept = Array.from({ length: bytes.length / 16_384 }, (_, at) =>
    bytes.subarray(at * 16_384, (at + 1) * 16_384).toString('base64'),
  )
  for (const cell of cells) expect(kept).toContain(Buffer.from(cell).toString('base64'))
  expect(kept).toHaveLength(42)
  expect(await front.end('SIGTERM')).toBe(0)
  expect(front.stderr).not.toMatch(/127\.0\.0\.1|user-agent/i)
}, 60_000)

test('a front whose log has failed ends, so that it is started again, and then keeps cells', async () => {
  const { press, statement, front } = await arranged('broken disk')
  await front.start('200')
  const statuses: (number | null)[] = []
  for (let n = 0; n < 20 && statuses.at(-1) !== null; n++) {
    const seen = await ask(front.port, 'POST', '/cell', press.cell(statement)).catch(() => null)
    statuses.push(seen?.status ?? null)
  }
  expect(statuses.at(0)).toBe(200)
  expect(await front.ended()).toBe(1)
  expect(front.stderr).toContain('"event":"fatal","code":"log-failed"')
  await front.start()
  expect((await ask(front.port, 'POST', '/cell', press.cell(statement))).status).toBe(200)
}, 60_000)

test('a letter over a real socket: previewed, sent, answered with a code; ten megabytes get a page', async () => {
  const { press, front } = await arranged('letters', true)
  await front.start()
  const form = (fields: Record<string, string>): Uint8Array =>
    new TextEncoder().encode(new URLSearchParams(fields).toString())
  const fields = {
    page: '/en/the-bridge-paid-for-twice/',
    name: 'Canary Varesh',
    email: 'canary@example.org',
    comment: 'A canary sings.',
  }
  const preview = await ask(front.port, 'POST', '/en/letter/', form(fields))
  expect([preview.status, preview.body.includes('A canary sings.')]).toEqual([200, true])
  const token = /name="token">\s*([0-9a-f]{32})/.exec(preview.body.toString())?.[1] ?? ''
  const sent = await ask(front.port, 'POST', '/en/letter/', form({ ...fields, token, act: 'send' }))
  expect(sent.body.toString()).toContain('held until a moderator has read it')
  const large = await ask(front.port, 'POST', '/en/letter/', new Uint8Array(10_000_000).fill(97))
  expect([large.status, large.body.includes('larger than any letter')]).toEqual([413, true])
  const names = large.headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
  expect(names).toEqual(expect.arrayContaining(Object.keys(FIXED_HEADERS)))
  const flood = ask(front.port, 'POST', '/en/letter/', new Uint8Array(40_000_000))
  expect(await flood.catch(() => 'cut')).toBe('cut')
  expect((await ask(front.port, 'GET', '/now')).status).toBe(200)

  await front.end('SIGKILL')
  expect(press.notices()).toEqual([])
  const files = readdirSync(front.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(front.folder, name))
    .filter((path) => statSync(path).isFile())
  const holding = files.filter((path) => /canary/i.test(readFileSync(path, 'latin1')))
  expect(holding).toEqual([])
  expect(files.filter((path) => path.includes('/intake/')).length).toBeGreaterThan(0)
  expect(front.stderr).not.toMatch(/canary/i)
}, 60_000)
