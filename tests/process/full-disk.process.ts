import { setTimeout as sleep } from 'node:timers/promises'
import { PART_ROLES, type PartRole } from '@postern/cli'
import { NOTICES } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { openLines } from './house/closed-lines.ts'
import { DeskEyes } from './house/desk-eyes.ts'
import { House } from './house/house.ts'
import { exchange, post } from './house/raw-socket.ts'
import { mayMount, SmallDisk } from './house/small-disk.ts'
import { until } from './house/until.ts'
import { Visitor } from './house/visitor.ts'

/** More than what `postern up` lays there, its compiled code included. */
const DISK_MEGABYTES = 128
/** Longer than an interval of mixes and drops, so that each process wants to write. */
const FULL_MS = 8_000

/** Mounting wants root; elsewhere the packages' own tests stand for it (docs/bad-input.md). */
test.runIf(mayMount())(
  'a full disk: one refusal for all, a sentence, pages go on, and nothing answered is lost',
  async () => {
    const house = await House.make()
    onTestFinished(async () => await house.remove())
    const disk = new SmallDisk(house.folder, DISK_MEGABYTES)
    await house.start(...PART_ROLES)
    await house.doorOpens()
    const visitor = new Visitor(house)
    const { statement } = await visitor.documents()
    const send = async (cell: Uint8Array): Promise<string> =>
      await exchange(house.port(0), post(cell))

    const before = visitor.letter(statement, 'answered before')
    const ok = await send(visitor.real(statement, before))
    expect(ok).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    await disk.fill()

    const refused = visitor.letter(statement, 'not answered, sent afresh later')
    const faces = new Set<string>()
    const cells = [visitor.real(statement, refused), visitor.cover(statement)]
    for (const cell of cells) faces.add(await send(cell))
    expect(faces.size).toBe(1)
    const [unavailable = ''] = faces
    const asUnavailable = ok
      .replace('200 OK', '503 Service Unavailable')
      .replace('content-length: 2', 'content-length: 0')
      .replace(/ok$/, '')
    expect(unavailable).toBe(asUnavailable)
    for (let waitedMs = 0; waitedMs < FULL_MS; waitedMs += 500) {
      await disk.fill()
      expect((await fetch(`${house.front}/`)).status).toBe(200)
      expect((await fetch(`${house.front}/now`)).status).toBe(200)
      await sleep(500)
    }
    const told = (role: PartRole): number =>
      house.parts[role].stderr.filter((line) => line.includes(NOTICES['disk-full'])).length
    expect([told('front'), told('mix-1'), told('publisher')]).toEqual([1, 1, 1])
    expect(told('agent') + told('desk')).toBeGreaterThan(0)
    expect(Math.max(...PART_ROLES.map(told))).toBe(1)

    await disk.free()
    await until('cells are taken again', async () => (await send(visitor.cover(statement))) === ok)
    expect(await send(visitor.real(statement, refused))).toBe(ok)
    const desk = await DeskEyes.open(house)
    const texts = async (): Promise<string[]> => [...(await desk.all()).values()].flat().sort()
    await until('both messages arrive', async () => (await texts()).length >= 2)
    expect(await texts()).toEqual(['answered before', 'not answered, sent afresh later'])
    await house.stop('front', 'mix-1', 'mix-2', 'agent', 'desk', 'publisher')
    expect(house.parts.front.counted('cell-not-durable')).toBeGreaterThanOrEqual(2)
    for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
  },
)
