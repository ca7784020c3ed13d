import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { freshFolder } from './fresh-folder.ts'

interface Started {
  child: ChildProcess
  /** Resolves with the first line on fd 1, or with nothing when there is none. */
  ready: Promise<string>
  ended: Promise<{ code: number | null; out: string; err: string }>
}

function start(args: string[], ipc: boolean = false, flags: string[] = ['--no-warnings']): Started {
  const fixture = fileURLToPath(new URL('./process-fixture.ts', import.meta.url))
  const stdio: ('ignore' | 'pipe' | 'ipc')[] = [
    'ignore',
    'pipe',
    'pipe',
    ...(ipc ? ['ipc' as const] : []),
  ]
  const child = spawn(process.execPath, [...flags, fixture, ...args], { stdio })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }))
  })
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (part: Buffer) => {
      out += part.toString()
      if (out.includes('\n')) resolve(out)
    })
    child.on('close', () => resolve(out))
  })
  child.stderr?.on('data', (part: Buffer) => (err += part.toString()))
  return { child, ready, ended }
}

async function folderNamed(way: string): Promise<string> {
  const folder = join(await freshFolder(), way)
  await mkdir(folder)
  return folder
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'says ready, then stops in order at %s',
  async (signal) => {
    const { child, ready, ended } = start([await folderNamed('good')])
    expect(await ready).toBe('{"ready":true,"role":"front"}\n')
    child.kill(signal)
    const { code, out, err } = await ended
    expect(code).toBe(0)
    expect(out).toBe('{"ready":true,"role":"front"}\n')
    expect(
      err
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { role: 'front', event: 'started', column: 'rehearsal' },
      { role: 'front', event: 'counts', counts: { 'cell-kept': 3 } },
      { role: 'front', event: 'stopped' },
    ])
  },
)

test('stops when its supervisor is gone', async () => {
  const { child, ready } = start([await folderNamed('good')], true)
  await ready
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.disconnect()
  expect(await exited).toBe(0)
})

test('says in one sentence what a person must do, and ends with 2', async () => {
  const none = await start([]).ended
  expect(none.code).toBe(2)
  expect(none.err.split('\n')[1]).toBe('say which data folder to use: main.ts <data folder>')
  const folder = await folderNamed('half-made')
  const half = await start([folder]).ended
  expect(half.code).toBe(2)
  expect(half.out).toBe('')
  expect(half.err.split('\n')).toEqual([
    expect.stringMatching(
      /^\{"role":"front","event":"fatal","code":"bad-config","at":"packages\/runtime\/src\/config\/load-config\.ts:\d+"\}$/,
    ),
    `the data folder ${folder} is half made (config.json is missing); remove it and make it again`,
    '',
  ])
})

test.each([
  ['throws', 'unexpected'],
  ['unhandled', 'unexpected'],
  ['uncaught', 'unexpected'],
  ['log-failed', 'log-failed'],
])('a process that %s ends with 1 and a code, without the error’s words', async (way, code) => {
  const ended = await start([await folderNamed(way)]).ended
  expect(ended.code).toBe(1)
  expect(ended.err).toContain(`"event":"fatal","code":"${code}"`)
  expect(ended.err + ended.out).not.toContain('marked')
})

test('a warning of Node or of a library is not written', async () => {
  const { child, ready, ended } = start([await folderNamed('warned')], false, [])
  await ready
  child.kill('SIGTERM')
  const { code, out, err } = await ended
  expect(code).toBe(0)
  expect(out + err).not.toContain('marked')
})

test('a stop that fails ends with 1', async () => {
  const { child, ready, ended } = start([await folderNamed('cannot-stop')])
  await ready
  child.kill('SIGTERM')
  const { code, err } = await ended
  expect(code).toBe(1)
  expect(err).not.toContain('marked')
})
