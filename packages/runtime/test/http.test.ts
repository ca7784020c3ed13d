import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { PosternError } from '@postern/protocol'
import { createLog, listenHttp, readBody } from '@postern/runtime'
import type { Handler, HttpAddress, Listening, Log } from '@postern/runtime'
import { rawHttp } from './raw-http.ts'

async function listening(handler: Handler, more: Partial<HttpAddress> = {}): Promise<Listening> {
  const server = await listenHttp({ host: '127.0.0.1', port: 0, ...more }, handler)
  onTestFinished(() => server.close())
  return server
}

function silentLog(): Log {
  return createLog('front', () => undefined)
}

/** Says back what it saw of the request. */
const echo: Handler = async (request) => {
  const body = new TextDecoder().decode(await readBody(request, 1_000))
  return Response.json({
    method: request.method,
    url: request.url,
    body,
    x: request.headers.get('x'),
  })
}

test('hands over method, path, query, headers and body', async () => {
  const { port } = await listening(echo)
  const response = await fetch(`http://127.0.0.1:${port}/a/b?c=d&e`, {
    method: 'POST',
    headers: { x: 'y' },
    body: 'hello',
  })
  expect(await response.json()).toEqual({
    method: 'POST',
    url: 'http://127.0.0.1/a/b?c=d&e',
    body: 'hello',
    x: 'y',
  })
})

test.each([
  ['//other.example/a', 'http://127.0.0.1//other.example/a'],
  ['http://other.example/a', 'http://127.0.0.1/http://other.example/a'],
  ['/a?b?c', 'http://127.0.0.1/a?b?c'],
  ['/%2e%2e/a', 'http://127.0.0.1/a'],
])('the target %s is a path of this server', async (target, url) => {
  const { port } = await listening(echo)
  const answer = await rawHttp(
    port,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toContain(`"url":"${url}"`)
})

test('sends the response’s headers and its length, and nothing of its own that tells', async () => {
  const { port } = await listening(() => new Response('ok', { headers: { 'content-type': 'a/b' } }))
  const answer = await rawHttp(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect(answer.toLowerCase()).toBe(
    'http/1.1 200 ok\r\ncontent-type: a/b\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok',
  )
})

test('keeps several headers of one name apart', async () => {
  const headers = new Headers([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ])
  const { port } = await listening(() => new Response(null, { headers }))
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('streams a body of declared length', async () => {
  const body = new Uint8Array(3_000_000).fill(7)
  const { port } = await listening(
    () => new Response(body, { headers: { 'content-length': `${body.length}` } }),
  )
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(body)
})

test('a body whose reader went away is let go', async () => {
  const gone = Promise.withResolvers<string>()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => gone.resolve('let go'),
  })
  const headers = { 'content-length': '1000' }
  const { port } = await listening(() => new Response(body, { headers }))
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  socket.once('data', () => socket.destroy())
  expect(await gone.promise).toBe('let go')
})

test('HEAD gets the length without the body, 204 neither', async () => {
  const { port } = await listening((request) =>
    request.method === 'HEAD' ? new Response('four') : new Response(null, { status: 204 }),
  )
  const head = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' })
  expect(head.headers.get('content-length')).toBe('4')
  const none = await fetch(`http://127.0.0.1:${port}/`)
  expect(none.status).toBe(204)
  expect(none.headers.has('content-length')).toBe(false)
})

test('a failure inside has one face, and its words stay inside', async () => {
  const log = silentLog()
  const failures: Handler[] = [
    () => {
      throw new Error('marked-words')
    },
    () => Promise.reject(new PosternError('marked-words')),
    () => new Response(failingStream()),
  ]
  const answers = []
  for (const failure of failures) {
    const { port } = await listening(failure, { log })
    answers.push(await rawHttp(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'))
  }
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/^HTTP\/1\.1 500 /)
  expect(answers[0]).not.toContain('marked')
  expect(log.totals()).toEqual({ 'request-failed': 3 })
})

function failingStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(new Error('marked-words')) })
}

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['a bad header', 'GET / HTTP/1.1\r\nHost x\r\n\r\n'],
  ['a header that is too long', `GET / HTTP/1.1\r\nHost: x\r\na: ${'b'.repeat(9_000)}\r\n\r\n`],
])('%s gets one fixed refusal, with the headers of the handler’s own', async (_kind, sent) => {
  const log = silentLog()
  const { port } = await listening(() => new Response('ok'), { log })
  const refusal = 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nConnection: close\r\n\r\n'
  expect(await rawHttp(port, sent)).toBe(refusal)
  expect(log.totals()).toEqual({ 'request-refused': 1 })
  const refusalHeaders = { 'x-one': 'a', 'content-length': '0' }
  const own = await listening(() => new Response(null, { status: 400, headers: refusalHeaders }), {
    refusalHeaders,
  })
  const handled = await rawHttp(own.port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect((await rawHttp(own.port, sent)).split('\r\n').sort()).toEqual(handled.split('\r\n').sort())
})

test.each([
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: it\r\nConnection: close\r\n\r\n'],
])('a request with %s is the handler’s to answer, not node’s', async (_kind, sent) => {
  const { port } = await listening(() => new Response('ok'))
  expect(await rawHttp(port, sent)).toBe(
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain;charset=UTF-8\r\ncontent-length: 2\r\n' +
      'Connection: close\r\n\r\nok',
  )
})

test('a method that the web standard does not allow is refused', async () => {
  const { port } = await listening(() => new Response('ok'))
  const answer = await rawHttp(port, 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('readBody stops at its bound, declared or not, and the refusal arrives', async () => {
  const handler: Handler = async (request) => {
    try {
      return new Response(`${(await readBody(request, 10_000)).length}`)
    } catch (error) {
      return new Response(error instanceof PosternError ? error.code : 'other', { status: 400 })
    }
  }
  const { port } = await listening(handler)
  const url = `http://127.0.0.1:${port}/`
  const post = async (body: NonNullable<RequestInit['body']>): Promise<string> => {
    const init: RequestInit = { method: 'POST', body, duplex: 'half' }
    return await (await fetch(url, init)).text()
  }
  expect(await post(new Uint8Array(10_000))).toBe('10000')
  expect(await post(new Uint8Array(10_001))).toBe('body-too-large')
  expect(await post(new Blob([new Uint8Array(50_000)]).stream())).toBe('body-too-large')
  expect(await post(new Uint8Array(0))).toBe('0')
})

test('a body nobody read does not hold up the next request on the connection', async () => {
  const { port } = await listening(() => new Response('ok'))
  const body = 'x'.repeat(100_000)
  const answer = await rawHttp(
    port,
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  )
  expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
})

test('an endless body nobody wants is cut off', async () => {
  const { port } = await listening(() => new Response('ok'))
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n')
  const pump = (): void => {
    while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
  }
  socket.on('drain', pump)
  pump()
  await closed
  expect(socket.bytesWritten).toBeLessThan(100_000_000)
})

test('a body broken off in the middle is a broken body', async () => {
  const outcome = Promise.withResolvers<unknown>()
  const { port } = await listening(async (request) => {
    await readBody(request, 1_000).catch(outcome.resolve)
    return new Response('ok')
  })
  const socket = connect(port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf')
  setTimeout(() => socket.destroy(), 50)
  expect(await outcome.promise).toMatchObject({ code: 'body-broken' })
})

test.each([
  ['headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf'],
])('who sends %s too slowly is cut off', async (_kind, sent) => {
  const limits = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 }
  const handler: Handler = async (request) => {
    await readBody(request, 1_000).catch(() => undefined)
    return new Response('never')
  }
  const { port } = await listening(handler, { limits })
  expect(await rawHttp(port, sent)).not.toContain('never')
})

// A browser opens connections ahead of need. An answer on one that asked for nothing would be taken
// for the answer to the request that crosses it.
test('who connects and says nothing hears nothing', async () => {
  const log = silentLog()
  const limits = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 }
  const { port } = await listening(echo, { limits, log })
  expect(await rawHttp(port, '')).toBe('')
})

test('the usual bounds are set', async () => {
  const { serverOptions } = await import('../src/http/limits.ts')
  expect(serverOptions()).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 8_192,
    noDelay: true,
    requireHostHeader: false,
  })
})

test('a taken port is one clear sentence', async () => {
  const { port } = await listening(() => new Response('ok'))
  await expect(
    listenHttp({ host: '127.0.0.1', port }, () => new Response('ok')),
  ).rejects.toMatchObject({
    code: 'port-taken',
    message: `port-taken: port ${port} on 127.0.0.1 is already in use`,
  })
})

test('the direct handler comes first and leaves the rest', async () => {
  const { port } = await listening(() => new Response('web'), {
    direct: (incoming, outgoing) => {
      if (incoming.url !== '/cell') return false
      outgoing.end('direct')
      return true
    },
  })
  expect(await (await fetch(`http://127.0.0.1:${port}/cell`)).text()).toBe('direct')
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('web')
})

test('close lets a request under way end, and takes no new one', async () => {
  const arrived = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const server = await listenHttp({ host: '127.0.0.1', port: 0 }, async () => {
    arrived.resolve()
    await finish.promise
    return new Response('ended well')
  })
  const answer = fetch(`http://127.0.0.1:${server.port}/`)
  await arrived.promise
  const closed = server.close()
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
  finish.resolve()
  expect(await (await answer).text()).toBe('ended well')
  await closed
})

test('close does not wait for idle connections, nor for ever for busy ones', async () => {
  const server = await listenHttp({ host: '127.0.0.1', port: 0 }, (request) =>
    request.url.endsWith('/stuck') ? new Promise<Response>(() => undefined) : new Response('ok'),
  )
  const idle = connect(server.port, '127.0.0.1').on('error', () => undefined)
  idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const stuck = rawHttp(server.port, 'GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => idle.once('data', resolve))
  await server.close()
  expect(await stuck.catch(() => 'reset')).toMatch(/^(reset)?$/)
})
