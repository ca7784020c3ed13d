import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { PosternError, toHex } from '@postern/protocol'
import type { Listening } from '@postern/runtime'
import { DOOR_CATALOGUE } from '@postern/site/door'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { listenOnion } from '../src/onion-listener.ts'
import { openDoor } from './door-house.ts'
import { DoorVisitor, hidden, ONION, textIn, troubleIn } from './door-visitor.ts'

const { press, front, statement } = await openDoor('onion listener')
let listening: Listening

beforeAll(async () => {
  const listen = { host: '127.0.0.1', port: 0 }
  listening = await listenOnion(front, { host: ONION, listen }, press.log)
})
afterAll(async () => {
  await listening.close()
})

/** What the listener answers to these very bytes, its date left out. */
async function exchange(...lines: readonly string[]): Promise<string> {
  const socket = connect(listening.port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
  return (await buffer(socket)).toString('latin1').replace(/^date:.*\r\n/im, '')
}

describe('the listener of the onion address', () => {
  test('has the site, and the form at the door', async () => {
    const story = await exchange('GET /en/ HTTP/1.1', `Host: ${ONION}`)
    expect(story).toMatch(/^HTTP\/1\.1 200 /)
    const door = await exchange('GET /en/door/ HTTP/1.1', `Host: ${ONION}:80`)
    expect(door).toMatch(/^HTTP\/1\.1 200 /)
    expect(door).toContain('action="new"')
  })

  test.each([
    ['another host', 'Host: paper.example'],
    ['another onion address', `Host: ${'b'.repeat(56)}.onion`],
    ['this machine', 'Host: 127.0.0.1'],
    ['another port', `Host: ${ONION}:8080`],
    ['no host', 'Accept: */*'],
  ])('finds nothing for %s, at whatever address', async (_, host) => {
    const nowhere = await exchange('GET /nowhere HTTP/1.1', host)
    expect(nowhere).toMatch(/^HTTP\/1\.1 404 /)
    for (const path of ['/', '/en/', '/en/door/', '/now', '/en/door/new'])
      expect(await exchange(`GET ${path} HTTP/1.1`, host), path).toBe(nowhere)
    const posted = await exchange('POST /en/door/new HTTP/1.1', host, 'Content-Length: 0')
    expect(posted).toBe(nowhere)
  })
})

test('a disk that is full in the middle of a message says so, keeps her text, and takes it whole later', async () => {
  const visitor = new DoorVisitor(front)
  const { thread } = await visitor.begin()
  const append = press.intake.append.bind(press.intake)
  let room = 2
  const full = vi.spyOn(press.intake, 'append').mockImplementation(async (epoch, cell) => {
    if (room-- <= 0) throw new PosternError('disk-full')
    await append(epoch, cell)
  })
  const noise = new File([randomBytes(40_000)], 'a.bin')
  const letter = [
    ['key', hidden(thread, 'key')],
    ['desk', toHex(press.made.desks[0].id)],
    ['text', 'with a paper'],
    ['file', noise],
  ] as const
  const refused = await visitor.post('send', letter)
  expect(refused.status).toBe(503)
  expect(troubleIn(refused)).toContain(DOOR_CATALOGUE['en']?.trouble.closed?.slice(0, 40))
  expect(textIn(refused)).toBe('with a paper')
  full.mockRestore()
  expect(await press.intake.length(statement.number)).toBe(2)
  const sent = await visitor.post('send', letter)
  expect(sent.status).toBe(200)
})
