import { LABELS, openDsse, type Statement, utf8, verifiedBy } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it, vi } from 'vitest'
import { MemoryIntakeLog } from '../src/memory-intake-log.ts'
import { SegmentIntakeLog } from '../src/segment-intake-log.ts'
import type { IntakeLog } from '../src/intake-log.ts'
import { KeptCells } from '../src/kept-cells.ts'
import { freshFolder } from './fresh-folder.ts'
import { DAY_MS, faceOf, page, post, Press } from './press.ts'
import type { Front } from '../src/front.ts'
import { z } from 'zod'

const PAYLOAD = z.object({
  organisation: z.string(),
  from: z.string(),
  days: z.array(z.object({ day: z.number(), kept: z.number() })),
})

async function signedDays(press: Press, front: Front) {
  const response = await front.handle(new Request('https://front/days'), 'publisher')
  const document = new Uint8Array(await response.arrayBuffer())
  const opened = openDsse(document, LABELS.dailyCounts)
  expect(verifiedBy(nativeSuite, opened, press.identity.publicKey)).toBe(true)
  return PAYLOAD.parse(JSON.parse(new TextDecoder().decode(opened.payload)))
}

async function keep(press: Press, front: Front, statement: Statement, cells: number) {
  for (let n = 0; n < cells; n++) await front.handle(post(press.cell(statement)))
}

describe('the day counts of a front', () => {
  it('are of cells that were kept, signed, and of days that are over', async () => {
    const press = new Press('counts')
    const [first, second] = [press.publish(41), press.publish(42)]
    press.say([first, second])
    const front = await press.front()
    await keep(press, front, first, 3)
    await front.handle(post(new Uint8Array(3)))
    await front.handle(post(new Uint8Array(16_384)))
    expect(await signedDays(press, front)).toMatchObject({ from: 'front', days: [] })
    press.env.advance(DAY_MS)
    press.say([second])
    await front.tick()
    await keep(press, front, second, 2)
    const { days } = await signedDays(press, front)
    expect(days).toEqual([{ day: 20_800, kept: 3 }])
  })

  it('survive a crash, an epoch that is dropped, and a disk without room', async () => {
    const press = new Press('counts that survive')
    const statements = [41, 42, 43, 44].map((number) => press.publish(number))
    const dayBegins = async (day: number, front: Front) => {
      press.say(statements.slice(day, day + 2))
      await front.tick()
    }
    let front = await press.front()
    for (const [day, statement] of statements.entries()) {
      await dayBegins(day, front)
      await keep(press, front, statement, day + 1)
      if (day === 1) vi.spyOn(press.counts, 'put').mockRejectedValueOnce(full)
      press.env.advance(DAY_MS / 4)
      await front.tick()
      front = await press.front()
      await keep(press, front, statement, 1)
      press.env.advance(3 * (DAY_MS / 4))
    }
    await dayBegins(3, front)
    expect(await press.intake.epochs()).not.toContain(41)
    const { days } = await signedDays(press, front)
    expect(days.map(({ kept }) => kept)).toEqual([5, 4, 3, 2])
  })

  it('write nothing finer than a day', async () => {
    const press = new Press('once a day')
    const statement = press.publish(41)
    press.say([statement])
    const front = await press.front()
    const put = vi.spyOn(press.counts, 'put')
    for (let n = 0; n < 5; n++) {
      await keep(press, front, statement, 1)
      press.env.advance(60_000)
      await front.tick()
    }
    expect(put).not.toHaveBeenCalled()
  })

  it('are for the publisher alone', async () => {
    const press = new Press('counts for one')
    const front = await press.front()
    for (const peer of ['mix-1', undefined]) {
      const response = await front.handle(new Request('https://front/days'), peer)
      expect(response.status).toBe(404)
    }
  })
})

const full = Object.assign(new Error('marked'), { code: 'ENOSPC' })

it('a count is damaged and begun anew, and no cell depends on it', async () => {
  const press = new Press('damaged counts')
  await press.counts.put('5', utf8('{"days":7}'))
  const kept = await KeptCells.open(press.counts, press.intake)
  await kept.look(press.env.nowMs())
  expect(kept.days).toEqual([])
  expect(await press.counts.list('')).toEqual(['6'])
})

it('the public finds what the publisher lays side by side, the same bytes, or nothing', async () => {
  const press = new Press('side by side')
  press.say([press.publish(41)])
  const front = await press.front()
  expect((await front.handle(page('/counts'))).status).toBe(404)
  press.documents.set('/counts', utf8('{"front":null,"mix-1":null,"mix-2":null}'))
  await front.tick()
  press.documents.delete('/counts')
  await front.tick()
  const face = await faceOf(await front.handle(page('/counts')))
  expect(face).toMatchObject({ status: 200, body: '{"front":null,"mix-1":null,"mix-2":null}' })
  expect((await front.handle(page('/counts?x'))).status).toBe(404)
})

const LOGS: [string, () => Promise<IntakeLog>][] = [
  ['MemoryIntakeLog', async () => new MemoryIntakeLog()],
  ['SegmentIntakeLog', () => SegmentIntakeLog.open(freshFolder())],
]

it.each(LOGS)('%s knows how many cells an epoch ever had', async (_name, open) => {
  const log = await open()
  expect(await log.length(7)).toBe(0)
  for (let n = 0; n < 3; n++) await log.append(7, new Uint8Array(16_384))
  await log.trim(7, 2)
  expect(await log.length(7)).toBe(3)
  await log.close()
})
