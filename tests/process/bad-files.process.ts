import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeDsse, equalBytes, LABELS, openDsse } from '@postern/protocol'
import { NOTICES, type NoticeCode } from '@postern/runtime'
import { beforeAll, expect, test } from 'vitest'
import type { PartRole } from '@postern/cli'
import { openLines } from './house/closed-lines.ts'
import { DeskEyes } from './house/desk-eyes.ts'
import { House } from './house/house.ts'
import { until } from './house/until.ts'
import { Visitor } from './house/visitor.ts'

let house: House
let visitor: Visitor
let desk: DeskEyes

beforeAll(async () => {
  house = await House.open()
  visitor = new Visitor(house)
  desk = await DeskEyes.open(house)
  await house.flows()
  return async () => await house.remove()
})

const path = (...names: string[]): string => join(house.folder, ...names)

const lastIn = async (folder: string): Promise<string> => {
  const byNumber = (a: string, b: string): number => Number.parseInt(a) - Number.parseInt(b)
  return join(folder, (await readdir(folder)).sort(byNumber).at(-1) ?? '')
}

function told(role: PartRole, code: NoticeCode): number {
  return house.parts[role].stderr.filter((line) => line.includes(NOTICES[code])).length
}

/** Texts of what was answered as taken. */
const written: string[] = []

/** Posts one message; that it arrives is asked for at the end of all that goes wrong. */
async function write(text: string): Promise<void> {
  const { statement } = await visitor.documents()
  const letter = visitor.letter(statement, text)
  expect(await visitor.post(visitor.real(statement, letter))).toBe(200)
  written.push(text)
}

async function arrived(): Promise<string[]> {
  const all = await desk.all().catch(() => new Map<string, string[]>())
  return [...all.values()].flat()
}

test('a truncated batch is refused by the next stage, said, and taken when it is whole again', async () => {
  await write('behind a truncated batch')
  await house.stop('mix-2')
  const folder = path('mix-1', 'batches', 'batch')
  const before = await lastIn(folder)
  await until('mix 1 makes another batch', async () => (await lastIn(folder)) !== before)
  await house.stop('mix-1')
  const batch = await lastIn(folder)
  const whole = await readFile(batch)
  await truncate(batch, whole.length - 1)
  await house.start('mix-1', 'mix-2')
  await until('mix 2 says so', () => told('mix-2', 'batch-refused') === 1)
  expect((await fetch(`${house.front}/`)).status).toBe(200)
  await write('while the line stands')
  await writeFile(batch, whole)
  const drops = path('mix-2', 'batches', 'batch')
  const isTaken = async (): Promise<boolean> =>
    (await readdir(drops)).includes(batch.split('/').at(-1) ?? '')
  await until('mix 2 takes it', isTaken)
})

test('a drop that was damaged at the desk server costs no message', async () => {
  await house.stop('agent')
  await write('in a damaged drop')
  const folder = path('desk', 'drops', 'drop')
  const seen = await lastIn(folder)
  const isLater = async (): Promise<boolean> =>
    Number((await lastIn(folder)).split('/').at(-1)) > Number(seen.split('/').at(-1)) + 1
  await until('the desk server takes two drops more', isLater)
  await house.stop('desk')
  await truncate(await lastIn(folder), 999)
  await house.start('desk', 'agent')
  await until('all is there', async () => (await arrived()).includes('in a damaged drop'))
  await house.stop('desk')
  expect(house.parts.desk.counted('file-damaged')).toBe(1)
  await house.start('desk')
})

test('a statement without one signature, and a trust list with a wrong one, are shown to nobody', async () => {
  const { now, statement } = await visitor.documents()
  const good = await visitor.get(`/epoch/${statement.number}`)
  await house.stop('publisher')
  const documents = path('publisher', 'documents')
  const opened = openDsse(good, LABELS.statement)
  const halved = encodeDsse({ ...opened, signatures: opened.signatures.slice(1) })
  await writeFile(join(documents, 'epoch', String(statement.number)), halved)
  const trust = await readFile(join(documents, 'trust', '1'), 'latin1')
  await writeFile(join(documents, 'trust', '2'), trust.replace(/"sig":"../, '"sig":"AA'))
  await house.start('publisher')
  await until('/now goes on', async () => (await visitor.documents()).now.number > now.number)
  const after = await visitor.documents()
  expect(after.now.trust.number).toBe(1)
  expect(await visitor.get(`/epoch/${statement.number}`)).toEqual(good)
  const healed = await readFile(join(documents, 'epoch', String(statement.number)))
  expect(equalBytes(healed, good)).toBe(true)
  await house.stop('publisher')
  expect(house.parts.publisher.counted('document-refused')).toBe(2)
  expect(house.parts.publisher.counted('file-damaged')).toBe(1)
  await rm(join(documents, 'trust', '2'))
  await house.start('publisher')
  await write('after a halved statement')
})

test('a drop damaged in the front’s folder is taken anew', async () => {
  await house.stop('front')
  const drop = await lastIn(path('front', 'documents', 'drop'))
  await truncate(drop, 5)
  await house.start('front')
  await house.doorOpens()
  const { now } = await visitor.documents()
  expect((await visitor.get(`/drop/${now.drop?.number}`)).length).toBe(212_992)
  await write('after a damaged drop')
})

test('a publisher that was put back never takes readers back: the last good /now stays until it is later', async () => {
  await house.stop('publisher')
  const backup = path('..', 'publisher-backup')
  await cp(path('publisher'), backup, { recursive: true })
  await house.start('publisher')
  const { now: old } = await visitor.documents()
  await until('/now goes on', async () => (await visitor.documents()).now.number > old.number + 1)
  await house.stop('publisher')
  await rm(path('publisher'), { recursive: true })
  await cp(backup, path('publisher'), { recursive: true })
  const last = (await visitor.documents()).now.number
  const before = told('front', 'documents-refused')
  await house.start('publisher')
  const numbers: number[] = []
  await until('/now goes on from where it was', async () => {
    numbers.push((await visitor.documents()).now.number)
    return (numbers.at(-1) ?? 0) > last
  })
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  expect(numbers[0]).toBe(last)
  expect(told('front', 'documents-refused')).toBe(before + 1)
  await write('after the publisher was put back')
})

test('everything that was answered meanwhile has arrived, once', async () => {
  await until('all messages arrive', async () => (await arrived()).length >= written.length)
  expect((await arrived()).sort()).toEqual(written.toSorted())
  expect(desk.findings()).toEqual([])
})

test('a mix 1 that was put back shows no second batch under a number: it drops its keys, and says so', async () => {
  await house.stop('mix-1')
  const backup = path('..', 'mix-1-backup')
  await cp(path('mix-1'), backup, { recursive: true })
  await house.start('mix-1')
  const folder = path('mix-1', 'batches', 'batch')
  const kept = await lastIn(folder)
  await until('mix 1 goes on', async () => (await lastIn(folder)) !== kept)
  const shown = await readFile(await lastIn(folder))
  await until('/now has heard of it', async () => {
    const number = Number((await lastIn(folder)).split('/').at(-1))
    return (await visitor.documents()).now.batch >= number
  })
  await house.stop('mix-1')
  const newest = (await lastIn(folder)).split('/').at(-1) ?? ''
  await rm(path('mix-1'), { recursive: true })
  await cp(backup, path('mix-1'), { recursive: true })
  await house.start('mix-1')
  await until('mix 1 says so', () => told('mix-1', 'state-restored') === 1)
  const { statement } = await visitor.documents()
  const hasKey = async (): Promise<boolean> =>
    (await readdir(path('mix-1', 'keys'))).includes(String(statement.number))
  await until('its key is gone', async () => !(await hasKey()))
  const made = await readFile(join(folder, newest)).catch(() => null)
  if (made !== null) expect(equalBytes(made, shown)).toBe(true)
  expect((await fetch(`${house.front}/`)).status).toBe(200)
  expect(await visitor.post(visitor.cover(statement))).toBe(200)
  expect(told('mix-2', 'second-batch')).toBe(0)
  for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
})
