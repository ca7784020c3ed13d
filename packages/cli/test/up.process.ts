import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { rehearsalPart } from '../src/part.ts'
import { postern, Rehearsal, until } from './rehearsal.ts'

const PORT = 28_080
const SITE = `http://127.0.0.1:${PORT}`
const DAY_MS = 86_400_000

const verifiedForm = z.object({
  trust: z.object({ number: z.number(), expiresMs: z.number() }),
  statements: z.array(z.object({ number: z.number(), fromMs: z.number() })),
  now: z.object({ number: z.number(), timeMs: z.number() }),
  drop: z.number().nullable(),
})
const statusForm = z.object({
  processes: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      pid: z.number().nullable(),
      restarts: z.number(),
      memoryMB: z.number().nullable(),
    }),
  ),
})

let data = ''
let running: Rehearsal | null = null

beforeEach(async () => {
  data = join(await mkdtemp(join(tmpdir(), 'postern-')), 'data')
})

afterEach(async () => {
  await running?.interrupt()
  running = null
  await rm(dirname(data), { recursive: true, force: true })
})

async function start(...words: string[]): Promise<Rehearsal> {
  running = new Rehearsal(['up', '--data', data, '--port', `${PORT}`, ...words])
  await running.ready()
  return running
}

async function verified(): Promise<z.infer<typeof verifiedForm>> {
  const { code, out, err } = await postern('verify', SITE, '--json')
  expect(code, err).toBe(0)
  return verifiedForm.parse(JSON.parse(out))
}

async function statusOf(): Promise<z.infer<typeof statusForm>['processes']> {
  const { out } = await postern('status', '--data', data, '--json')
  return statusForm.parse(JSON.parse(out)).processes
}

/** Until a statement of this day is in force, and two more are ready; then all must stand. */
async function expectCurrent(aheadMs: number): Promise<z.infer<typeof verifiedForm>> {
  const begunBy = (): number => Date.now() + aheadMs - DAY_MS - 60_000
  await until(async () => {
    const { statements } = await verified()
    return statements.length === 3 && (statements[0]?.fromMs ?? 0) > begunBy()
  })
  const found = await verified()
  const nowMs = Date.now() + aheadMs
  expect(Math.abs(found.now.timeMs - nowMs)).toBeLessThan(60_000)
  expect(found.trust.expiresMs).toBeGreaterThan(nowMs + 29 * DAY_MS)
  return found
}

describe('postern up', () => {
  it('serves what verifies, survives a kill of each part, keeps its data, stops in order', async () => {
    const first = await start()
    expect(first.out).toMatch(/Passphrase\s+(\w+ ){7}\w+/)
    expect(first.err).toContain('protects nobody')
    const before = await expectCurrent(0)
    for (const { name, pid } of await statusOf()) {
      process.kill(pid ?? 0, 'SIGKILL')
      await until(async () => {
        const part = (await statusOf()).find((found) => found.name === name)
        return part?.state === 'running' && part.restarts === 1
      })
    }
    await until(async () => (await verified()).now.number > before.now.number + 3)
    const { code, out } = await first.interrupt()
    expect(code).toBe(0)
    expect(out).toContain('Stopped.')
    const second = await start()
    expect(second.out).not.toContain('Making')
    const after = await verified()
    expect(after.now.number).toBeGreaterThan(before.now.number)
    expect(after.drop).toBeGreaterThan(before.drop ?? 0)
    expect(after.statements.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('goes on after 2, 40 and 100 days: statements, desk keys, trust list; old keys are erased', async () => {
    await start()
    await expectCurrent(0)
    await running?.interrupt()
    let before = 1
    for (const days of [2, 40, 100]) {
      await start('--clock-offset', `${days}d`)
      const found = await expectCurrent(days * DAY_MS)
      const number = found.statements[0]?.number ?? 0
      expect(number).toBeGreaterThan(before)
      expect(found.trust.number).toBe(days === 100 ? 2 : 1)
      for (const mix of ['mix-1', 'mix-2']) {
        await until(async () => {
          const held = (await readdir(join(data, mix, 'keys'))).map(Number)
          return held.every((epoch) => epoch >= number - 1)
        })
      }
      before = number
      await running?.interrupt()
    }
    const back = await postern('up', '--data', data, '--port', `${PORT}`, '--clock-offset', '1d')
    expect(back.code).toBe(2)
    expect(back.err).toMatch(/^This rehearsal has run 100 days ahead and cannot go back.*\n$/)
  })

  it('says in one sentence what is in its way, and ends with 2', async () => {
    const up = (...words: string[]): ReturnType<typeof postern> =>
      postern('up', '--data', data, '--port', `${PORT}`, ...words)
    const blocker = createServer().listen(PORT + 4, '127.0.0.1')
    const taken = await up()
    await new Promise((done) => blocker.close(done))
    expect(taken).toMatchObject({ code: 2, out: '' })
    expect(taken.err).toMatch(/^Port 28084 on 127.0.0.1 is already in use: .*--port \d+\.\n$/)

    await mkdir(join(data, 'front'), { recursive: true })
    const half = await up()
    expect(half).toMatchObject({ code: 2, out: '' })
    expect(half.err).toMatch(/^The data folder .* is half made .*\n$/)

    const file = join(data, 'file')
    await writeFile(file, '')
    const below = await postern('up', '--data', join(file, 'data'), '--port', `${PORT}`)
    expect(below.code).toBe(2)
    expect(below.err).toMatch(/^(Making .*\n)?The data folder .* is not a folder.*\n$/)

    expect((await postern('status', '--data', data)).code).toBe(4)
    expect((await postern('verify', `127.0.0.1:${PORT + 4}`)).code).toBe(4)
    expect((await postern('up', '--clock-offset', 'soon')).code).toBe(2)
    expect((await postern('--help')).out).toContain('Exit codes:')
  })

  it('refuses a second one with the same data folder', async () => {
    await start()
    const second = await postern('up', '--data', data, '--port', `${PORT + 200}`)
    expect(second.code).toBe(2)
    expect(second.err).toMatch(/^Postern already runs with the data folder .*\n$/)
  })

  it('confines each part to its own folder, and all of them idle to 400 MB', async () => {
    await start()
    const script = `require('node:fs').readFileSync(process.argv[1])`
    const flags = rehearsalPart('front', data).nodeArguments.filter((flag) => flag.startsWith('--'))
    const read = (path: string): number | null =>
      spawnSync(process.execPath, [...flags, '-e', script, join(data, path)]).status
    expect(read('front/config.json')).toBe(0)
    expect(read('mix-1/config.json')).toBe(1)
    expect(read('../../package.json')).toBe(1)
    expect(read('root/root.json')).toBe(1)
    const spawning = spawnSync(process.execPath, [
      ...flags,
      '-e',
      `require('node:child_process').execSync('true')`,
    ])
    expect(spawning.status).toBe(1)
    const memory = (await statusOf()).reduce((sum, { memoryMB }) => sum + (memoryMB ?? 0), 0)
    expect(memory).toBeLessThan(400)
  })
})
