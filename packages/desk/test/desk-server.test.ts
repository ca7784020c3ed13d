import { concat, JsonObject, toHex, utf8 } from '@postern/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { KEYRING_BYTES, keyringId, makeMember } from '../src/index.ts'
import { memberKeys } from '../src/member/member-keys.ts'
import { sessionMessage } from '../src/member/session-message.ts'
import { World } from './world.ts'

const at = (path: string): string => `https://desk.test${path}`

function tokenOf(answer: unknown): string {
  return new JsonObject(answer).text('token', 64)
}

describe('the desk server', () => {
  let world: World
  let desk: string

  beforeEach(() => {
    world = new World('server')
    desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
  })

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    return await world.server.handle(new Request(at(path), init))
  }

  async function signedIn(deskIndexes: readonly number[] = [0]): Promise<Record<string, string>> {
    const { keyring, key } = makeMember(world.env, world.ground, 'm', 'handler', [])
    for (const index of deskIndexes)
      world.config.desks[index]?.members.push({ key: toHex(key), keyring: null })
    const { token } = await begin(keyring.memberSeed)
    return { authorization: `Bearer ${token}` }
  }

  async function begin(
    memberSeed: Uint8Array,
    usedNonce?: Uint8Array,
  ): Promise<{ token: string; nonce: Uint8Array; status: number }> {
    const { signing } = memberKeys(world.env.suite, memberSeed)
    const challenge = await ask('/session/challenge', { method: 'POST' })
    const nonce = usedNonce ?? new Uint8Array(await challenge.arrayBuffer())
    const signature = signing.sign(sessionMessage(world.ground.organisation, nonce))
    const body = JSON.stringify({
      member: toHex(signing.publicKey),
      nonce: toHex(nonce),
      signature: toHex(signature),
    })
    const answer = await ask('/session', { method: 'POST', body })
    const { status } = answer
    const token = status === 200 ? tokenOf(await answer.json()) : ''
    return { token, nonce, status }
  }

  it('lets nobody in without a session, and answers everybody alike', async () => {
    const paths = [`/log/${desk}?from=0`, '/drops', '/drop/1', '/now', '/reader-drop', '/trust/1']
    for (const path of paths) {
      const answer = await ask(path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 401, ''])
    }
    const tokens = ['Bearer x', `Bearer ${'0'.repeat(64)}`, 'Basic eDp5']
    for (const authorization of tokens)
      expect((await ask('/drops', { headers: { authorization } })).status).toBe(401)
  })

  it('takes a nonce once, within a minute, from a member only', async () => {
    const { keyring, key } = makeMember(world.env, world.ground, 'm', 'handler', [])
    expect((await begin(keyring.memberSeed)).status).toBe(401)
    world.config.desks[0]?.members.push({ key: toHex(key), keyring: null })
    const { nonce, status } = await begin(keyring.memberSeed)
    expect(status).toBe(200)
    expect((await begin(keyring.memberSeed, nonce)).status).toBe(401)
    expect((await begin(keyring.memberSeed, world.env.random(32))).status).toBe(401)
    const challenge = await ask('/session/challenge', { method: 'POST' })
    const late = new Uint8Array(await challenge.arrayBuffer())
    world.env.advance(61_000)
    expect((await begin(keyring.memberSeed, late)).status).toBe(401)
  })

  it('forgets a session after an hour', async () => {
    const headers = await signedIn()
    expect((await ask('/drops', { headers })).status).toBe(200)
    world.env.advance(60 * 60_000)
    expect((await ask('/drops', { headers })).status).toBe(401)
  })

  it('shows a desk to its members and is silent about it to all others', async () => {
    const headers = await signedIn([1])
    const other = toHex(world.desks[1]?.id ?? new Uint8Array(0))
    const [own, foreign, none] = await Promise.all([
      ask(`/log/${other}?from=0`, { headers }),
      ask(`/log/${desk}?from=0`, { headers }),
      ask(`/log/${'0'.repeat(32)}?from=0`, { headers }),
    ])
    expect([own?.status, foreign?.status, none?.status]).toEqual([200, 404, 404])
    expect([...(foreign?.headers ?? [])]).toEqual([...(none?.headers ?? [])])
  })

  it('takes bundles of one size only, and only on the log as it is', async () => {
    const headers = await signedIn()
    const post = async (length: number, bytes: number): Promise<number> =>
      (
        await ask(`/log/${desk}?length=${length}`, {
          method: 'POST',
          headers,
          body: new Uint8Array(bytes),
        })
      ).status
    expect(await post(0, 4_095)).toBe(400)
    expect(await post(0, 4_097)).toBe(400)
    expect(await post(0, 4_096)).toBe(200)
    expect(await post(0, 4_096)).toBe(409)
    expect(await post(1, 4_096)).toBe(200)
    const log = await ask(`/log/${desk}?from=1`, { headers })
    expect((await log.arrayBuffer()).byteLength).toBe(4_096)
    expect((await ask(`/log/${desk}?from=-1`, { headers })).status).toBe(400)
  })

  it('takes a whole tray pack or none', async () => {
    const headers = await signedIn()
    const put = async (bytes: number): Promise<number> =>
      (
        await ask(`/trays/${desk}?length=0`, {
          method: 'PUT',
          headers,
          body: new Uint8Array(bytes),
        })
      ).status
    const size = 8 + 24 * (1_024 + 8 * 8)
    expect([await put(size - 1), await put(size + 1), await put(size)]).toEqual([400, 400, 200])
  })

  it('hands another desk’s keys on for nobody', async () => {
    const headers = await signedIn([1])
    const other = toHex(world.desks[1]?.id ?? new Uint8Array(0))
    const offer = { desk, generation: 1, epoch: 1, key: '', signature: '' }
    const body = JSON.stringify({ offers: [offer] })
    expect((await ask(`/desk-keys/${other}`, { method: 'PUT', headers, body })).status).toBe(400)
  })

  it('answers an unknown name with bytes like a keyring, the same each time', async () => {
    const real = world.env.random(KEYRING_BYTES)
    const id = keyringId(world.env.suite, 'anna')
    await world.store.putKeyring(id, real)
    const read = async (name: string): Promise<Uint8Array> => {
      const answer = await ask(`/keyring/${keyringId(world.env.suite, name)}`)
      expect(answer.status).toBe(200)
      return new Uint8Array(await answer.arrayBuffer())
    }
    expect(await read(' Anna ')).toEqual(real)
    const [fake, again, other] = [await read('boris'), await read('boris'), await read('clara')]
    expect(fake).toEqual(again)
    expect(fake).not.toEqual(other)
    expect(fake.length).toBe(KEYRING_BYTES)
  })

  it('refuses a second batch of one number, and one whose chain does not hold', async () => {
    world.fire()
    world.fire()
    await world.server.tick()
    const headers = await signedIn()
    expect(await (await ask('/drops', { headers })).json()).toEqual({ first: 1, last: 2 })
    const kept = await (await ask('/drop/2', { headers })).arrayBuffer()
    world.batches[1] = world.secondBatch(2)
    world.batches.push(world.secondBatch(3))
    await world.server.tick()
    expect(await (await ask('/drop/2', { headers })).arrayBuffer()).toEqual(kept)
    expect(await (await ask('/drops', { headers })).json()).toEqual({ first: 1, last: 2 })
    expect(world.log.totals()['second-batch-refused']).toBe(1)
  })

  it('goes on with the chain after a restart', async () => {
    world.fire()
    await world.server.tick()
    world.restartServer()
    world.batches.push(world.secondBatch(2))
    await world.server.tick()
    expect(world.log.totals()['second-batch-refused']).toBe(1)
    world.batches.pop()
    world.fire()
    await world.server.tick()
    expect(await world.drops.list('drop/')).toHaveLength(2)
  })

  it('refuses a batch that is cut short or signed by another', async () => {
    world.fire()
    const whole = world.batches[0] ?? new Uint8Array(0)
    for (const bad of [whole.subarray(0, -1), concat(whole, utf8('x')), whole.with(200, 0)]) {
      world.batches[0] = bad
      await world.server.tick()
    }
    expect(await world.drops.list('drop/')).toEqual([])
    expect(world.log.totals()['batch-refused']).toBe(3)
  })

  it('says one policy with every answer', async () => {
    const answers = await Promise.all([
      ask('/'),
      ask('/drops'),
      ask('/session/challenge', { method: 'POST' }),
    ])
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('set-cookie')).toBeNull()
    }
  })

  it('tells the publisher trays and keys, and members’ paths to nobody else', async () => {
    const peer = async (path: string): Promise<Response> =>
      await world.server.handle(new Request(at(path)), 'publisher')
    expect((await peer(`/trays/${desk}`)).status).toBe(404)
    expect(await (await peer('/desk-keys')).json()).toMatchObject({ offers: [] })
    expect((await peer(`/log/${desk}?from=0`)).status).toBe(404)
  })
})
