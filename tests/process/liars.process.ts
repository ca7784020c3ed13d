import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartRole } from '@postern/cli'
import {
  type BatchDraft,
  encodeDsse,
  ITEM_BYTES,
  LABELS,
  openBatch,
  openDsse,
  sealBatch,
  signNow,
  type SigningKey,
} from '@postern/protocol'
import { nativeSuite, NOTICES, type NoticeCode } from '@postern/runtime'
import { beforeAll, expect, test } from 'vitest'
import { openLines } from './house/closed-lines.ts'
import { DeskEyes } from './house/desk-eyes.ts'
import { House } from './house/house.ts'
import { Liar } from './house/liar.ts'
import { until } from './house/until.ts'
import { Visitor } from './house/visitor.ts'

let house: House
let visitor: Visitor

beforeAll(async () => {
  house = await House.open()
  visitor = new Visitor(house)
  await house.flows()
  return async () => await house.remove()
})

function told(role: PartRole, code: NoticeCode): number {
  return house.parts[role].stderr.filter((line) => line.includes(NOTICES[code])).length
}

/** The newest batch that mix 1 published, and its number. */
async function newestBatch(): Promise<{ number: number; bytes: Uint8Array }> {
  const folder = join(house.folder, 'mix-1', 'batches', 'batch')
  const number = Math.max(...(await readdir(folder)).map(Number))
  return { number, bytes: await readFile(join(folder, String(number))) }
}

test('mix 2 takes no batch of a mix 1 that changed its story, or of somebody else', async () => {
  const { statement, trust } = await visitor.documents()
  const letter = visitor.letter(statement, 'through the honest mix 1')
  expect(await visitor.post(visitor.real(statement, letter))).toBe(200)
  await house.stop('mix-1')
  const { number, bytes } = await newestBatch()
  await until('mix 2 has it', async () => {
    const drops = await readdir(join(house.folder, 'mix-2', 'batches', 'batch'))
    return drops.includes(String(number))
  })
  const { header, items } = openBatch(nativeSuite, bytes, trust.mixes[0].key, ITEM_BYTES['mix-1'])
  const next = (key: SigningKey, changes: Partial<BatchDraft>): Uint8Array =>
    sealBatch(nativeSuite, key, { ...header, number: number + 1, ...changes }, items)
  const stranger = nativeSuite.signingKey(visitor.env.random(32))
  const lies = { batch: next(stranger, {}) }
  const liar = await Liar.inPlaceOf(house, 'mix-1', (path) =>
    path === `/batch/${number + 1}` ? lies.batch : null,
  )
  await until('a batch of a stranger is refused', () => told('mix-2', 'batch-refused') === 1)
  lies.batch = next(liar.key, { previous: visitor.env.random(32) })
  await until('another story is refused', () => told('mix-2', 'second-batch') === 1)
  expect(await readdir(join(house.folder, 'mix-2', 'batches', 'batch'))).not.toContain(
    String(number + 1),
  )
  expect((await fetch(`${house.front}/`)).status).toBe(200)
  await liar.end()
  await house.start('mix-1')
  const desk = await DeskEyes.open(house)
  await until(
    'the message arrives',
    async () => (await desk.texts(letter.conversation)).length === 1,
  )
})

test('a publisher with the online signer’s key moves nobody to a statement that mixes did not sign', async () => {
  const before = await visitor.documents()
  const { now, statement } = before
  const good = await visitor.get(`/epoch/${statement.number}`)
  const opened = openDsse(good, LABELS.statement)
  const halved = encodeDsse({ ...opened, signatures: opened.signatures.slice(1) })
  const trust = await visitor.get(`/trust/${now.trust.number}`)
  const drop = await visitor.get(`/drop/${now.drop?.number}`)
  await house.stop('publisher')
  const number = statement.number + 7
  const served: { now: Uint8Array } = { now: new Uint8Array(0) }
  const liar = await Liar.inPlaceOf(house, 'publisher', (path) => {
    if (path === '/now') return served.now
    if (path.startsWith('/trust/')) return trust
    if (path.startsWith('/drop/')) return drop
    return path === `/epoch/${number}` || path === '/epoch/1' ? halved : null
  })
  const { organisation, batch, crowd, mirrors } = now
  const lie = {
    organisation,
    batch,
    crowd,
    mirrors,
    number: now.number + 50,
    timeMs: visitor.env.nowMs(),
    trust: now.trust,
    statements: [{ number, fromMs: statement.fromMs, hash: nativeSuite.sha256(halved) }],
    drop: now.drop,
    days: now.days,
  }
  served.now = signNow(liar.key, lie)
  for (const role of ['front', 'mix-1', 'mix-2', 'desk'] as const)
    await until(`${role} refuses it`, () => told(role, 'documents-refused') > 0)
  expect(liar.asked).toContain(`/epoch/${number}`)
  const shown = await visitor.documents()
  expect(shown.statement.hash).toEqual(statement.hash)
  expect(shown.now.number).toBeLessThan(lie.number)
  expect(await visitor.post(visitor.cover(statement))).toBe(200)

  served.now = signNow(liar.key, { ...lie, number: now.number - 1, statements: now.statements })
  const letter = visitor.letter(statement, 'while the publisher lied')
  expect(await visitor.post(visitor.real(statement, letter))).toBe(200)
  expect((await visitor.documents()).now.number).toBeGreaterThanOrEqual(now.number)
  await liar.end()
  await house.start('publisher')
  await until(
    'readers go on',
    async () => (await visitor.documents()).now.number > shown.now.number,
  )
  const desk = await DeskEyes.open(house)
  await until(
    'the message arrives',
    async () => (await desk.texts(letter.conversation)).length === 1,
  )
  for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
})
