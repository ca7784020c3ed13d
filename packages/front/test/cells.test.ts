import { type LogFiles, nodeLogFiles } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { FIXED_HEADERS } from '../src/answer.ts'
import { MemoryIntakeLog } from '../src/memory-intake-log.ts'
import { SegmentIntakeLog } from '../src/segment-intake-log.ts'
import { freshFolder } from './fresh-folder.ts'
import { DAY_MS, faceOf, page, post, Press } from './press.ts'
import { PosternError } from '@postern/protocol'
import type { IntakeLog } from '../src/intake-log.ts'

async function open() {
  const press = new Press('cells')
  const statement = press.publish()
  const next = press.publish(42)
  press.say([statement, next])
  const front = await press.front()
  const held = async (epoch: number) =>
    (await press.intake.read(epoch, 0, 99)).cells.length / 16_384
  return { press, statement, next, front, held }
}

describe('POST /cell', () => {
  it('answers a new, a repeated, a badly sealed cell and one of any epoch alike', async () => {
    const { press, statement, next, front, held } = await open()
    const cell = press.cell(statement)
    const old = press.cell(statement).with(11, 40).with(10, 0)
    const cells = [
      cell,
      cell,
      cell.with(9_000, 1),
      cell.with(3, 255),
      old,
      old.with(8, 255),
      press.cell(next),
      press.env.random(16_384),
    ]
    const faces = []
    for (const one of cells) faces.push(await faceOf(await front.handle(post(one))))
    expect(new Set(faces.map((face) => JSON.stringify(face))).size).toBe(1)
    expect(faces[0]).toMatchObject({ status: 200, body: 'ok' })
    expect([await held(40), await held(41), await held(42)]).toEqual([0, 4, 1])
  })

  it.each([0, 1, 16_383, 16_385, 100_000])(
    'gives %i bytes the one refusal and keeps nothing',
    async (length) => {
      const { front, held } = await open()
      const face = await faceOf(await front.handle(post(new Uint8Array(length).fill(41))))
      expect(face).toMatchObject({ status: 400, body: '' })
      expect(await held(41)).toBe(0)
    },
  )

  it('carries the same headers whatever the answer', async () => {
    const { press, statement, front } = await open()
    const answers = [
      post(press.cell(statement)),
      post(new Uint8Array(3)),
      page('/nowhere'),
      page('/now'),
    ]
    for (const request of answers) {
      const headers = Object.fromEntries((await front.handle(request)).headers)
      expect(headers).toMatchObject(FIXED_HEADERS)
      for (const name of ['date', 'etag', 'last-modified', 'set-cookie', 'server'])
        expect(headers).not.toHaveProperty(name)
    }
  })

  it('answers only when the cell is durable', async () => {
    const { press, statement } = await open()
    let durable: () => void = () => undefined
    class Slow extends MemoryIntakeLog {
      override async append(epoch: number, cell: Uint8Array): Promise<void> {
        await new Promise<void>((resolve) => (durable = resolve))
        await super.append(epoch, cell)
      }
    }
    const intake = new Slow()
    const front = await press.front({ intake })
    let answered = false
    const answer = front.handle(post(press.cell(statement))).then((response) => {
      answered = true
      return response
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(answered).toBe(false)
    durable()
    expect((await answer).status).toBe(200)
    expect((await intake.read(41, 0, 9)).cells.length).toBe(16_384)
  })

  it.each([
    ['disk-full', ['disk-full']],
    ['log-failed', ['intake-failed']],
    ['log-busy', []],
  ])(
    'while the log answers %s says 503 with the same headers, serves pages, and tells the operator once',
    async (code, notices) => {
      const { press, statement } = await open()
      const intake: IntakeLog = new (class extends MemoryIntakeLog {
        override append(): Promise<void> {
          return Promise.reject(new PosternError(code))
        }
      })()
      const front = await press.front({ intake })
      const answer = await front.handle(post(press.cell(statement)))
      await front.handle(post(press.cell(statement)))
      expect(answer.status).toBe(503)
      expect(Object.fromEntries(answer.headers)).toMatchObject(FIXED_HEADERS)
      expect((await front.handle(page('/now'))).status).toBe(200)
      expect(press.notices()).toEqual([])
      await front.tick()
      await front.tick()
      expect(press.notices()).toEqual(notices)
      expect(press.log.totals()['cell-not-durable']).toBe(2)
    },
  )

  it('takes cells again when a full disk has room, and what it answered is there', async () => {
    const { press, statement } = await open()
    let full = true
    const files: LogFiles = {
      ...nodeLogFiles,
      open: async (path, create) => {
        const file = await nodeLogFiles.open(path, create)
        const write = file.write.bind(file)
        file.write = async (parts, position) => {
          if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
          await write(parts, position)
        }
        return file
      },
    }
    const intake = await SegmentIntakeLog.open(freshFolder(), { files })
    const front = await press.front({ intake })
    const [first, second] = [press.cell(statement), press.cell(statement)]
    expect((await front.handle(post(first))).status).toBe(503)
    await front.tick()
    full = false
    expect((await front.handle(post(second))).status).toBe(200)
    await front.tick()
    full = true
    expect((await front.handle(post(first))).status).toBe(503)
    await front.tick()
    expect((await intake.read(41, 0, 9)).cells).toEqual(second)
    expect(press.notices()).toEqual(['disk-full', 'disk-full'])
    await front.close()
  })

  it('gives an address that floods the same refusal, and forgets it within the hour', async () => {
    const { press, statement } = await open()
    const front = await press.front({ cellsPerHour: 3 })
    const send = async (address: string) =>
      (await front.receive(press.cell(statement), address)).status
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push(await send('2001:db8:1:2:3:4:5:6'))
    expect(statuses).toEqual([200, 200, 200, 400, 400])
    expect(await send('2001:db8:1:2:9::1')).toBe(400)
    expect(await send('2001:db8:1:3:3:4:5:6')).toBe(200)
    expect(await send('192.0.2.7')).toBe(200)
    for (const proxy of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      for (let n = 0; n < 5; n++) expect(await send(proxy)).toBe(200)
    }
    press.env.advance(3_600_000)
    expect(await send('2001:db8:1:2:3:4:5:6')).toBe(200)
  })
})

describe('the epochs that are kept', () => {
  it('are this one and the next; the one before for five minutes', async () => {
    const { press, statement, next, front, held } = await open()
    press.env.advance(DAY_MS / 2 + 60_000)
    press.say([next])
    await front.tick()
    await front.handle(post(press.cell(statement)))
    expect(await held(41)).toBe(1)
    press.env.advance(240_000)
    press.say([next])
    await front.tick()
    await front.handle(post(press.cell(statement)))
    await front.handle(post(press.cell(next)))
    expect([await held(41), await held(42)]).toEqual([1, 1])
  })

  it('are the early successor with those signed before it, and the one it ends for five minutes', async () => {
    const { press, statement, next, front, held } = await open()
    const early = press.publish(44, press.env.nowMs() + 180_000)
    press.say([statement, next, early])
    await front.tick()
    for (const one of [statement, next, early]) await front.handle(post(press.cell(one)))
    expect([await held(41), await held(42), await held(44)]).toEqual([1, 0, 1])
    press.env.advance(181_000)
    press.say([early])
    await front.tick()
    expect((await front.handle(page('/epoch/41'))).status).toBe(200)
    for (const one of [statement, early]) await front.handle(post(press.cell(one)))
    expect([await held(41), await held(44)]).toEqual([2, 2])
    press.env.advance(300_000)
    press.say([early])
    await front.tick()
    for (const one of [statement, early]) await front.handle(post(press.cell(one)))
    expect([await held(41), await held(44)]).toEqual([2, 3])
  })

  it('are none before any statement: no cell is answered that no mix would take', async () => {
    const press = new Press('no statement')
    const front = await press.front()
    expect((await front.handle(post(new Uint8Array(16_384)))).status).toBe(503)
    expect(press.notices()).toContain('door-closed')
  })

  it('are none when the served /now stands still past a boundary, whatever the cell', async () => {
    const { press, statement, next, front } = await open()
    press.env.advance(DAY_MS / 2 + 299_000)
    expect((await front.handle(post(press.cell(statement)))).status).toBe(200)
    press.env.advance(2_000)
    for (const cell of [press.cell(statement), press.cell(next), new Uint8Array(16_384)]) {
      expect((await front.handle(post(cell))).status).toBe(503)
    }
  })

  it('go on after the end of an epoch without a successor, until its keys are near their end', async () => {
    const press = new Press('no successor')
    const statement = press.publish()
    press.say([statement])
    const front = await press.front()
    press.env.advance(DAY_MS / 2 + 6 * 3_600_000 - 1_000)
    expect((await front.handle(post(press.cell(statement)))).status).toBe(200)
    press.env.advance(1_000)
    expect((await front.handle(post(press.cell(statement)))).status).toBe(503)
  })
})

describe('what mix 1 pulls', () => {
  const intake = (path: string) => new Request(`https://peer${path}`)

  async function filled() {
    const { press, statement, next, front } = await open()
    const cells = Array.from({ length: 5 }, () => press.cell(statement))
    for (const cell of cells) await front.handle(post(cell))
    const pull = async (path: string) => {
      const response = await front.handle(intake(path), 'mix-1')
      const bytes = new Uint8Array(await response.arrayBuffer())
      const marks = Array.from({ length: bytes.length / 16_384 }, (_, at) =>
        cells.findIndex(
          (cell) => Buffer.compare(cell, bytes.subarray(at * 16_384, (at + 1) * 16_384)) === 0,
        ),
      )
      return { status: response.status, marks, next: response.headers.get('postern-next') }
    }
    return { press, statement, next, front, pull }
  }

  it('is every kept cell by index, and what it did not acknowledge stays', async () => {
    const { pull } = await filled()
    expect(await pull('/intake/41?from=0&max=2')).toEqual({ status: 200, marks: [0, 1], next: '2' })
    expect(await pull('/intake/41?from=2&max=9')).toEqual({
      status: 200,
      marks: [2, 3, 4],
      next: '5',
    })
    expect(await pull('/intake/41?from=5&max=9')).toEqual({ status: 200, marks: [], next: '5' })
    expect((await pull('/intake/41?from=0&max=9')).marks).toEqual([0, 1, 2, 3, 4])
    expect(await pull('/intake/41?from=3&max=9&done=3')).toMatchObject({ marks: [3, 4], next: '5' })
    expect(await pull('/intake/41?from=0&max=9')).toMatchObject({ marks: [3, 4], next: '5' })
  })

  it('says when an index is past the end, and refuses what is no question', async () => {
    const { pull } = await filled()
    expect((await pull('/intake/41?from=6&max=1')).status).toBe(409)
    expect((await pull('/intake/41?from=-1&max=1')).status).toBe(400)
    expect((await pull('/intake/x?from=0&max=1')).status).toBe(404)
  })

  it('is nobody else’s to see', async () => {
    const { front } = await filled()
    expect((await front.handle(intake('/intake/41?from=0&max=9'))).status).toBe(404)
    expect((await front.handle(intake('/intake/41?from=0&max=9'), 'mix-2')).status).toBe(404)
  })

  it('is unlinked when its epoch is over and mix 1 has it all, and not before', async () => {
    const { press, next, front, pull } = await filled()
    press.env.advance(DAY_MS / 2 + 400_000)
    press.say([next])
    await pull('/intake/41?from=4&max=0&done=4')
    await front.tick()
    expect(await press.intake.epochs()).toEqual([41])
    await pull('/intake/41?from=5&max=0&done=5')
    await front.tick()
    expect(await press.intake.epochs()).toEqual([])
  })

  it('is unlinked when nobody can open it any more', async () => {
    const { press, next, front } = await filled()
    press.publish(43)
    press.env.advance(DAY_MS)
    press.say([next])
    await front.tick()
    expect(await press.intake.epochs()).toEqual([])
  })
})

describe.each([
  ['MemoryIntakeLog', async () => new MemoryIntakeLog()],
  ['SegmentIntakeLog', () => SegmentIntakeLog.open(freshFolder())],
])('%s keeps the contract of IntakeLog', (_, make: () => Promise<IntakeLog>) => {
  const cell = (mark: number) => new Uint8Array(16_384).fill(mark)

  it('gives cells in order by epoch', async () => {
    const log = await make()
    await Promise.all([log.append(1, cell(1)), log.append(2, cell(2))])
    await log.append(1, cell(3))
    expect(await log.epochs()).toEqual([1, 2])
    expect(await log.read(1, 1, 9)).toEqual({ from: 1, cells: cell(3) })
    expect((await log.read(1, 0, 1)).cells).toEqual(cell(1))
    expect((await log.read(3, 0, 9)).cells).toHaveLength(0)
    await expect(log.read(1, 3, 1)).rejects.toMatchObject({ code: 'index-ahead' })
    await log.close()
  })

  it('keeps indexes when it trims, and forgets an epoch whole', async () => {
    const log = await make()
    for (const mark of [0, 1, 2]) await log.append(1, cell(mark))
    await log.trim(1, 2)
    await log.append(1, cell(3))
    expect(await log.read(1, 2, 9)).toMatchObject({ from: 2 })
    expect((await log.read(1, 3, 9)).cells).toEqual(cell(3))
    await log.forget(1)
    await log.forget(7)
    expect(await log.epochs()).toEqual([])
    await log.close()
  })
})
