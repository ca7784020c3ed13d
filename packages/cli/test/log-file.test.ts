import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDuration, sayDuration } from '../src/duration.ts'
import { LogFile, type Notice } from '../src/log-file.ts'

async function logged(lines: readonly string[]): Promise<{ text: string; notices: Notice[] }> {
  const path = join(await mkdtemp(join(tmpdir(), 'postern-')), 'mix-1.log')
  const notices: Notice[] = []
  const log = new LogFile(path, (notice) => notices.push(notice))
  for (const line of lines) log.add(line)
  log.close()
  const text = await readFile(path, 'utf8')
  await rm(dirname(path), { recursive: true })
  return { text, notices }
}

const counts = '{"role":"mix-1","event":"counts","counts":{}}'

describe('the log of a process', () => {
  it('keeps lines of the closed log and nothing else that a process writes', async () => {
    const { text } = await logged([
      counts,
      'Error: 10.1.2.3 wrote "secret"',
      '{"who":"10.1.2.3"}',
      '[]',
      'null',
    ])
    expect(text).toBe(`${counts}\n`)
  })

  it('hands on what a person should do', async () => {
    const notice = { code: 'clock-off', sentence: 'Set the clock.' }
    const line = JSON.stringify({ role: 'mix-1', event: 'notice', ...notice })
    expect((await logged([counts, line])).notices).toEqual([notice])
  })

  it('begins anew before it grows past a megabyte', async () => {
    const { text } = await logged(Array.from({ length: 40_000 }, () => counts))
    expect(text.length).toBeLessThanOrEqual(1_048_576 + counts.length)
    expect(text.length).toBeGreaterThan(0)
  })
})

describe('spans of time', () => {
  it.each([
    ['40d', 3_456_000_000],
    ['12h', 43_200_000],
    ['0s', 0],
  ])('%s', (text, ms) => {
    expect(readDuration(text)).toBe(ms)
  })

  it.each(['40', 'd', '-1d', '1.5h', '1 d', ''])('refuses "%s"', (text) => {
    expect(() => readDuration(text)).toThrow(/no span of time/)
  })

  it('are said in their largest unit', () => {
    expect([86_400_000, 7_200_000, 59_000].map((ms) => sayDuration(ms))).toEqual([
      '1 day',
      '2 hours',
      '59 seconds',
    ])
  })
})
