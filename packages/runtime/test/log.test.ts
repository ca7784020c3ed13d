import { expect, test } from 'vitest'
import { PosternError } from '@postern/protocol'
import { COUNTED, createLog, fatal, FATAL, NOTICES, type Log } from '@postern/runtime'

interface Watched {
  log: Log
  lines: string[]
}

function watchedLog(): Watched {
  const lines: string[] = []
  return { log: createLog('front', (line) => lines.push(line)), lines }
}

function parsed(lines: string[]): unknown[] {
  return lines.map((line): unknown => JSON.parse(line))
}

test('writes nothing on arrival, one line when flushed', () => {
  const { log, lines } = watchedLog()
  for (let cell = 0; cell < 1000; cell++) log.count('cell-kept')
  log.count('pull-failed', 3)
  log.failed(new Error('secret words'))
  expect(lines).toEqual([])
  log.flush()
  expect(parsed(lines)).toMatchObject([
    { role: 'front', event: 'counts', counts: { 'cell-kept': 1000, 'pull-failed': 3 } },
  ])
})

test('a flush writes its line also when nothing came, and counts begin anew', () => {
  const { log, lines } = watchedLog()
  log.count('cell-kept')
  log.flush()
  log.flush()
  expect(parsed(lines)[1]).toEqual({ role: 'front', event: 'counts', counts: {} })
  expect(log.totals()).toEqual({ 'cell-kept': 1 })
})

test('one event or a thousand make lines of one shape: a count holds no time and no order', () => {
  const shapes = [
    ['cell-kept', 'cell-refused'] as const,
    ['cell-refused', 'cell-kept'] as const,
  ].map((events) => {
    const { log, lines } = watchedLog()
    for (const event of events) log.count(event)
    log.flush()
    return lines
  })
  expect(shapes[0]).toEqual(shapes[1])
})

test('the place of a failure is in our own source and holds nothing of its words', () => {
  const { log, lines } = watchedLog()
  const error = new Error('sad\n    at packages/front/src/marked-words.ts:1:1)')
  error.stack = `Error: ${error.message}
    at read (node:internal/fs:1:1)
    at pull (file:///srv/postern/packages/front/src/pull.ts:12:34)
    at tick (file:///srv/postern/packages/front/src/main.ts:9:1)`
  log.failed(error)
  log.failed(error)
  log.flush()
  expect(parsed(lines)).toEqual([
    {
      role: 'front',
      event: 'counts',
      counts: { 'task-failed': 2 },
      failed: { 'packages/front/src/pull.ts:12': 2 },
    },
  ])
})

test('keeps a bounded number of places', () => {
  const { log, lines } = watchedLog()
  for (let line = 0; line < 100; line++) {
    const error = new Error('x')
    error.stack = `Error: x\n    at f (/a/packages/mix/src/pull.ts:${line}:1)`
    log.failed(error)
  }
  log.flush()
  expect(lines[0]).toContain('"task-failed":100')
  expect(lines[0]?.match(/packages\/mix\/src\/pull\.ts/g)).toHaveLength(32)
})

test.each([
  ['a value that is no error', 'marked-words'],
  [
    'an error without our source',
    Object.assign(new Error('x'), { stack: 'Error: x\n    at node:fs' }),
  ],
  ['an error whose stack was replaced', Object.assign(new Error('x'), { stack: 'marked-words' })],
])('%s has no place', (_kind, error) => {
  const { log, lines } = watchedLog()
  log.failed(error)
  log.flush()
  expect(parsed(lines)).toEqual([{ role: 'front', event: 'counts', counts: { 'task-failed': 1 } }])
})

test('an end says its code and place, never the error’s words', () => {
  const { log, lines } = watchedLog()
  log.say(fatal('log-failed', new PosternError('log-failed', 'marked-words')))
  expect(parsed(lines)).toEqual([{ role: 'front', event: 'fatal', code: 'log-failed', at: null }])
})

test('a notice carries its own fixed sentence', () => {
  const { log, lines } = watchedLog()
  log.say({ event: 'notice', code: 'root-needed' })
  expect(parsed(lines)).toEqual([
    { role: 'front', event: 'notice', code: 'root-needed', sentence: NOTICES['root-needed'] },
  ])
})

test('no counter tells real from cover, nor what one person did', () => {
  for (const name of COUNTED)
    expect(name).not.toMatch(/real|cover|unlock|reply|session$|login|open/)
})

test('the lists have no doubles', () => {
  expect(new Set(COUNTED).size).toBe(COUNTED.length)
  expect(new Set(FATAL).size).toBe(FATAL.length)
})

/** Compiled, never run: each line is refused by the types, or this file does not compile. */
export function whatCannotBeSaid(log: Log): void {
  // @ts-expect-error a free text is no event
  log.count('someone wrote')
  // @ts-expect-error a free text is no event
  log.say('someone wrote')
  // @ts-expect-error no such event
  log.say({ event: 'message-came' })
  // @ts-expect-error an event has no further field
  log.say({ event: 'stopped', address: '203.0.113.7' })
  // @ts-expect-error the code is from the closed list
  log.say({ event: 'fatal', code: 'ENOENT: /home/x', at: null })
  // @ts-expect-error a place is made by placeOf alone
  log.say({ event: 'fatal', code: 'unexpected', at: 'free text' })
  // @ts-expect-error the code is from the closed list
  log.say({ event: 'notice', code: 'write to us' })
}
