import { cpSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ITEM_BYTES, openBatch, PosternError, type Statement } from '@postern/protocol'
import { listenPeers, makePeerIdentity, nativeSuite, systemEnv } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { type Asked, bytesOf, DAY_MS, get, House, lastOf } from './house.ts'
import { freePort, MixProcess } from './mix-process.ts'

/** Asks again until it is true; a process that cannot be reached is "not yet". */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      if (await what()) return
    } catch (error) {
      if (!(error instanceof PosternError) && !(error instanceof TypeError)) throw error
    }
    await sleep(100)
  }
  throw new Error('it never came true')
}

async function open() {
  const env = systemEnv()
  const house = new House('processes', nativeSuite, env.nowMs())
  const identities = {
    'mix-1': await makePeerIdentity(env),
    'mix-2': await makePeerIdentity(env),
    test: await makePeerIdentity(env),
  }
  const allowed = {
    'mix-1': identities['mix-1'].fingerprint,
    'mix-2': identities['mix-2'].fingerprint,
  }
  const address = { host: '127.0.0.1', port: 0, identity: identities.test, allowed }
  const listening = await listenPeers(address, (request) => {
    const isIntake = new URL(request.url).pathname.startsWith('/intake/')
    return (isIntake ? house.front : house.publisher).fetch(request)
  })
  const ports = { 'mix-1': await freePort(), 'mix-2': await freePort(), test: listening.port }
  const wires = { identities, ports }
  const mixes = [
    new MixProcess(house, 'mix-1', wires, house.mixSeeds[0]),
    new MixProcess(house, 'mix-2', wires, house.mixSeeds[1]),
  ] as const
  onTestFinished(async () => {
    for (const mix of mixes) await mix.end('SIGKILL')
    await listening.close()
  })
  return { house, env, mixes }
}

async function begin(house: House, mixes: readonly Asked[], nowMs: number): Promise<Statement> {
  await until(async () => (await get(mixes[0] ?? never(), '/keys')).status === 200)
  await until(
    async () => (await house.draft(mixes, 1, Math.floor(nowMs / DAY_MS) * DAY_MS)).length > 0,
  )
  await until(async () => (await get(mixes[0] ?? never(), '/signature/1')).status === 200)
  await until(async () => (await get(mixes[1] ?? never(), '/signature/1')).status === 200)
  return await house.publish(mixes, 1)
}

function never(): never {
  throw new TypeError('no such mix')
}

test('two confined processes carry every cell once through SIGKILL, and erase nothing they need', async () => {
  const { house, env, mixes } = await open()
  const [mix1, mix2] = mixes
  for (const mix of mixes) await mix.start()
  const statement = await begin(house, mixes, env.nowMs())
  const marks = [1, 2, 3, 4, 5, 6, 7, 8]
  for (const mark of marks.slice(0, 4)) house.post(statement, mark)
  await until(async () => (await lastOf(mix2)) >= 1)
  const first = await bytesOf(mix1, '/batch/1')
  await mix1.end('SIGKILL')
  await mix2.end('SIGKILL')
  for (const mark of marks.slice(4)) house.post(statement, mark)
  for (const mix of mixes) await mix.start()
  expect(await bytesOf(mix1, '/batch/1')).toEqual(first)
  const delivered = async (): Promise<number[]> => {
    const found: number[] = []
    for (let n = 1; n <= (await lastOf(mix2)); n++) {
      const bytes = await bytesOf(mix2, `/batch/${n}`)
      const { items } = openBatch(nativeSuite, bytes, house.mixes[1].publicKey, ITEM_BYTES['mix-2'])
      found.push(...house.marksIn(items, statement))
    }
    return found.sort((a, b) => a - b)
  }
  await until(async () => (await delivered()).length >= marks.length)
  expect(await delivered()).toEqual(marks)
  expect(readdirSync(join(mix1.folder, 'keys')).sort()).toEqual(['1', '2', '3', '4'])
  expect(statSync(join(mix1.folder, 'keys', '1')).mode & 0o077).toBe(0)
  expect(await mix2.end('SIGTERM')).toBe(0)

  await restoredDropsItsKeys(mix1)
}, 120_000)

/** The state is put back as it was a batch ago; the marker stays. */
async function restoredDropsItsKeys(mix1: MixProcess): Promise<void> {
  const state = join(mix1.folder, 'state.sqlite')
  await mix1.end('SIGTERM')
  cpSync(state, `${state}.backup`)
  await mix1.start()
  const before = await lastOf(mix1)
  await until(async () => (await lastOf(mix1)) > before)
  await mix1.end('SIGTERM')
  for (const suffix of ['-wal', '-shm']) rmSync(state + suffix, { force: true })
  cpSync(`${state}.backup`, state)
  await mix1.start()
  await until(async () => !readdirSync(join(mix1.folder, 'keys')).includes('1'))
  expect(await mix1.end('SIGTERM')).toBe(0)
}
