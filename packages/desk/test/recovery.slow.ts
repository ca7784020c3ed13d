import { toHex } from '@postern/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DeskMember, KEYRING_BYTES, type Keyring, keyringId } from '../src/index.ts'
import { openWith, sealIn } from '../src/member/keyring.ts'
import {
  holds,
  locksOf,
  makeLockbox,
  RECOVERY_LOCK,
  recoveryLockKey,
  withLock,
} from '../src/member/lockbox.ts'
import {
  joinShares,
  openShares,
  RECOVERY_KEY_BYTES,
  requestName,
  SEALED_SHARE_BYTES,
} from '../src/member/recovery.ts'
import { World } from './world.ts'

describe('a member who can open his keyring no more', () => {
  let world: World
  let anna: DeskMember
  let others: DeskMember[]

  beforeEach(async () => {
    world = new World('recovery', 1)
    anna = world.join('anna', 'handler')
    others = ['boris', 'clara', 'dora'].map((name) => world.join(name, 'handler'))
    await world.rounds(24, anna, ...others)
  })

  async function ask(path: string, init: RequestInit = {}): Promise<Uint8Array> {
    const answer = await world.server.handle(new Request(`https://desk.test${path}`, init))
    expect([path, answer.status]).toEqual([path, 200])
    return new Uint8Array(await answer.arrayBuffer())
  }

  /** As her page keeps it: sealed, with the lock of her colleagues. */
  async function keptKeyring(keyring: Keyring): Promise<Uint8Array> {
    const secret = await anna.recoverySecret()
    if (secret === null) throw new TypeError('no shares yet')
    const { env } = world
    const box = makeLockbox(env)
    const key = recoveryLockKey(env.suite, secret, box.salt)
    return sealIn(env, withLock(env.suite, box, RECOVERY_LOCK, key), keyring)
  }

  /** What her fresh page asks, and how it opens what has come. */
  async function asking(): Promise<{ open: (sealed: Uint8Array) => Promise<Keyring | null> }> {
    const { env } = world
    const { suite } = env
    const kem = suite.kemKey(env.random(32))
    const request = { keyringId: keyringId(suite, 'anna'), key: kem.publicKey }
    await ask(`/recovery/${request.keyringId}`, { method: 'PUT', body: request.key.slice() })
    const path = `/recovery-shares/${toHex(requestName(suite, request))}`
    return {
      open: async (sealed) => {
        const shares = openShares(suite, request, kem, await ask(path))
        const { salt, locks } = locksOf(sealed)
        const secret = await joinShares(shares, (one) =>
          holds(suite, { salt, locks }, RECOVERY_LOCK, recoveryLockKey(suite, one, salt)),
        )
        if (secret === null) return null
        const key = recoveryLockKey(suite, secret, salt)
        return (await openWith(suite, sealed, [RECOVERY_LOCK], () => key))?.keyring ?? null
      },
    }
  }

  async function help(from: DeskMember | undefined): Promise<boolean | undefined> {
    const key = anna.rooms[0]?.memberKey ?? new Uint8Array(0)
    const [request] = (await from?.recoveries()) ?? []
    return request && (await from?.rooms[0]?.recovery.help(request, key))
  }

  it('is let in again by two of three, and by none of them alone', async () => {
    expect(anna.recovery).toEqual({ holders: 3, threshold: 2, isReady: true })
    const sealed = await keptKeyring(anna.keyring)
    expect(sealed).toHaveLength(KEYRING_BYTES)
    const { open } = await asking()
    expect(await help(others[0])).toBe(true)
    expect(await open(sealed)).toBeNull()
    expect(await help(others[0])).toBe(true)
    expect(await open(sealed)).toBeNull()
    expect(await help(others[2])).toBe(true)
    expect(toHex((await open(sealed))?.memberSeed ?? sealed)).toBe(toHex(anna.keyring.memberSeed))
    await world.rounds(3, anna, ...others)
    const helps = anna.rooms[0]?.log.casebook.enrolment.helps ?? []
    expect(helps.map(({ by }) => toHex(by)).toSorted()).toEqual(
      [others[0], others[0], others[2]]
        .map((one) => toHex(one?.rooms[0]?.memberKey ?? sealed))
        .toSorted(),
    )
  })

  it('has new shares when a colleague goes, and the old ones open nothing that is kept since', async () => {
    const { open } = await asking()
    expect(await help(others[0])).toBe(true)
    expect(await help(others[1])).toBe(true)
    const before = await keptKeyring(anna.keyring)
    expect(await open(before)).not.toBeNull()
    anna.rooms[0]?.readOut(others[2]?.rooms[0]?.memberKey ?? before, 'left')
    await world.rounds(24, anna, ...others.slice(0, 2))
    expect(anna.recovery).toEqual({ holders: 2, threshold: 2, isReady: true })
    expect(await open(await keptKeyring(anna.keyring))).toBeNull()
  })

  it('is told to nobody but who made the request', async () => {
    const first = await asking()
    const second = await asking()
    expect(await help(others[0])).toBe(true)
    expect(await help(others[1])).toBe(true)
    const sealed = await keptKeyring(anna.keyring)
    expect(await first.open(sealed)).toBeNull()
    expect(await second.open(sealed)).not.toBeNull()
  })

  it('asks in one size, and a server that is flooded keeps sixteen', async () => {
    const put = async (id: string, bytes: number): Promise<number> => {
      const init = { method: 'PUT', body: new Uint8Array(bytes) }
      return (await world.server.handle(new Request(`https://desk.test/recovery/${id}`, init)))
        .status
    }
    expect(await put('00'.repeat(16), RECOVERY_KEY_BYTES - 1)).toBe(400)
    for (let n = 0; n < 40; n++)
      expect(await put(n.toString(16).padStart(32, '0'), RECOVERY_KEY_BYTES)).toBe(200)
    expect(await anna.recoveries()).toHaveLength(16)
    const init = { method: 'PUT', body: new Uint8Array(SEALED_SHARE_BYTES) }
    const path = `https://desk.test/recovery-share/${'00'.repeat(16)}`
    expect((await world.server.handle(new Request(path, init))).status).toBe(401)
  })
})

describe('a member with one colleague', () => {
  it('is told that nobody can let him in again', async () => {
    const world = new World('few', 1)
    const [anna, boris] = [world.join('anna', 'handler'), world.join('boris', 'handler')]
    const agent = world.join('agent', 'agent')
    await world.rounds(12, anna, boris, agent)
    expect([anna.recovery, agent.recovery, await anna.recoverySecret()]).toEqual([null, null, null])
  })
})
