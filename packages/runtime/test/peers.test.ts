import { connect, type ConnectionOptions } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { seededEnv } from '@postern/protocol'
import {
  createLog,
  directPeer,
  listenHttp,
  listenPeers,
  makePeerIdentity,
  nativeSuite,
  PEER_ORIGIN,
  peerClient,
  type Listening,
  type PeerAddress,
  type PeerClient,
  type PeerClientOptions,
  type PeerHandler,
} from '@postern/runtime'

const env = seededEnv('peers', nativeSuite)
const front = await makePeerIdentity(env)
const mix = await makePeerIdentity(env)
const stranger = await makePeerIdentity(env)

async function serving(handler: PeerHandler, more: Partial<PeerAddress> = {}): Promise<Listening> {
  const allowed = { 'mix-1': mix.fingerprint }
  const address = { host: '127.0.0.1', port: 0, identity: front, allowed, ...more }
  const listening = await listenPeers(address, handler)
  onTestFinished(() => listening.close())
  return listening
}

function client(port: number, more: Partial<PeerClientOptions> = {}): PeerClient {
  const url = `https://127.0.0.1:${port}`
  const peer = peerClient({ url, identity: mix, fingerprint: front.fingerprint, ...more })
  onTestFinished(() => peer.close())
  return peer
}

function ask(path: string, init: RequestInit = {}): Request {
  return new Request(`${PEER_ORIGIN}${path}`, init)
}

const hello: PeerHandler = () => new Response('hello')

test('both know each other: the request arrives with the caller’s name', async () => {
  const { port } = await serving(async (request, peer) => {
    const { pathname, search } = new URL(request.url)
    return new Response(`${peer} ${request.method} ${pathname}${search} ${await request.text()}`)
  })
  const peer = client(port)
  const got = await peer.fetch(ask('/intake/5?from=1&max=2'))
  expect(await got.text()).toBe('mix-1 GET /intake/5?from=1&max=2 ')
  const put = await peer.fetch(ask('/x', { method: 'POST', body: 'body' }))
  expect(await put.text()).toBe('mix-1 POST /x body')
})

test('status and headers come through, also an answer without a body', async () => {
  const { port } = await serving(
    () => new Response(null, { status: 404, headers: { 'x-first': '7' } }),
  )
  const response = await client(port).fetch(ask('/batch/9'))
  expect(response.status).toBe(404)
  expect(response.headers.get('x-first')).toBe('7')
  expect((await response.arrayBuffer()).byteLength).toBe(0)
})

test('an unknown client is cut off before its request is handled', async () => {
  const log = createLog('front', () => undefined)
  let handled = 0
  const { port } = await serving(() => (handled++, new Response('secret')), { log })
  const peer = client(port, { identity: stranger })
  await expect(peer.fetch(ask('/'))).rejects.toMatchObject({ code: 'peer-refused' })
  expect(handled).toBe(0)
  expect(log.totals()).toEqual({ 'peer-refused': 1 })
})

/** Writes a request as soon as TLS lets it, and gives back whatever comes. */
function push(port: number, options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const all = { host: '127.0.0.1', port, rejectUnauthorized: false, ...options }
    const socket = connect(all, () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
    socket.on('data', (part: Buffer) => (received += part.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })
}

test.each([
  ['no certificate', {}],
  ['a stranger’s certificate', { cert: stranger.certificatePem, key: stranger.keyPem }],
  [
    'an older TLS',
    { cert: mix.certificatePem, key: mix.keyPem, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' },
  ],
] satisfies [string, ConnectionOptions][])('%s gets nothing', async (_kind, options) => {
  let handled = 0
  const { port } = await serving(() => (handled++, new Response('secret')))
  expect(await push(port, options)).toBe('')
  expect(handled).toBe(0)
})

test('a known certificate without its key gets nothing', async () => {
  const { port } = await serving(hello)
  const mixed = { cert: mix.certificatePem, key: stranger.keyPem }
  expect(() => connect({ host: '127.0.0.1', port, ...mixed })).toThrow()
})

test('plain HTTP gets nothing', async () => {
  const { port } = await serving(hello)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('a wrong server is refused, and sees no byte of the request', async () => {
  let handled = 0
  const { port } = await serving(() => (handled++, new Response('forged')), { identity: stranger })
  await expect(client(port).fetch(ask('/'))).rejects.toMatchObject({ code: 'peer-refused' })
  expect(handled).toBe(0)
})

test('a server that is not there, or speaks no TLS, is unreachable', async () => {
  const plain = await listenHttp({ host: '127.0.0.1', port: 0 }, () => new Response('plain'))
  const unreachable = { code: 'peer-unreachable' }
  await expect(client(plain.port).fetch(ask('/'))).rejects.toMatchObject(unreachable)
  await plain.close()
  await expect(client(plain.port).fetch(ask('/'))).rejects.toMatchObject(unreachable)
})

test('an answer that does not come in time is unreachable', async () => {
  const { port } = await serving(() => new Promise<Response>(() => undefined))
  const peer = client(port, { timeoutMs: 200 })
  await expect(peer.fetch(ask('/'))).rejects.toMatchObject({ code: 'peer-unreachable' })
})

test('an answer that stops in the middle is unreachable', async () => {
  const { port } = await serving(() => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
    })
    return new Response(body, { headers: { 'content-length': '1000' } })
  })
  const peer = client(port, { timeoutMs: 300 })
  await expect(peer.fetch(ask('/'))).rejects.toMatchObject({ code: 'peer-unreachable' })
})

test('an answer beyond the bound is refused, one at the bound is not', async () => {
  const { port } = await serving((request) => {
    const length = Number(new URL(request.url).pathname.slice(1))
    return new Response(new Uint8Array(length))
  })
  const peer = client(port, { maxResponseBytes: 1_000 })
  expect((await (await peer.fetch(ask('/1000'))).arrayBuffer()).byteLength).toBe(1_000)
  await expect(peer.fetch(ask('/1001'))).rejects.toMatchObject({ code: 'peer-too-large' })
  expect((await (await peer.fetch(ask('/1000'))).arrayBuffer()).byteLength).toBe(1_000)
})

test('connections are kept, and asked anew when the server closed one meanwhile', async () => {
  const first = await serving(hello)
  const peer = client(first.port)
  for (let time = 0; time < 3; time++) await (await peer.fetch(ask('/'))).text()
  await first.close()
  await serving(() => new Response('anew'), { port: first.port })
  expect(await (await peer.fetch(ask('/'))).text()).toBe('anew')
})

test('many requests at once all come back', async () => {
  const { port } = await serving((request) => new Response(new URL(request.url).pathname))
  const peer = client(port)
  const paths = Array.from({ length: 40 }, (_, at) => `/${at}`)
  const answers = await Promise.all(
    paths.map(async (path) => await (await peer.fetch(ask(path))).text()),
  )
  expect(answers).toEqual(paths)
})

test('an identity depends on its Env alone, and no two are alike', async () => {
  const again = await makePeerIdentity(seededEnv('peers', nativeSuite))
  expect(again).toEqual(front)
  expect(new Set([front, mix, stranger].map(({ fingerprint }) => fingerprint)).size).toBe(3)
  expect(front.fingerprint).toMatch(/^[0-9a-f]{64}$/)
})

test('a direct peer hands the request over, for the simulator', async () => {
  const peer = directPeer((request, name) => new Response(`${name} ${request.url}`), 'mix-2')
  expect(await (await peer.fetch(ask('/now'))).text()).toBe('mix-2 https://peer/now')
})
