import { toHex } from '@postern/protocol'
import { listenHttp, type Listening } from '@postern/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { World } from './world.ts'

/** Which way in: handlers come without a name, the publisher with one. */
const WAYS = [
  ['members', undefined, 'keyring', (_desk: string) => `/keyring/${'0'.repeat(32)}`],
  ['trays for the publisher', 'publisher', 'trays', (desk: string) => `/trays/${desk}`],
  ['keys for the publisher', 'publisher', 'deskKeys', (_desk: string) => '/desk-keys'],
] as const

let world: World
let listening: Listening | null = null

beforeEach(() => {
  world = new World('failing')
})

afterEach(async () => {
  await listening?.close()
  vi.restoreAllMocks()
})

it.each(WAYS)(
  'a store that fails under the routes for %s leaves a closed event and no word',
  async (_name, peer, method, path) => {
    const words: unknown[] = []
    const keep = (...said: unknown[]): true => {
      words.push(...said)
      return true
    }
    vi.spyOn(process.stderr, 'write').mockImplementation(keep)
    vi.spyOn(process.stdout, 'write').mockImplementation(keep)
    vi.spyOn(console, 'error').mockImplementation(keep)
    vi.spyOn(console, 'warn').mockImplementation(keep)
    vi.spyOn(world.store, method).mockRejectedValue(new Error('marked words'))
    const address = { host: '127.0.0.1', port: 0, log: world.log }
    listening = await listenHttp(address, (request) => world.server.handle(request, peer))
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    const answer = await fetch(`http://127.0.0.1:${listening.port}${path(desk)}`)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    expect(JSON.stringify([...answer.headers])).not.toContain('marked')
    world.log.flush()
    expect(words).toEqual([])
    expect(world.lines.join('')).not.toContain('marked')
    const totals = world.log.totals()
    expect((totals['request-failed'] ?? 0) + (totals['task-failed'] ?? 0)).toBe(1)
  },
)
