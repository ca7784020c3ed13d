import { PART_ROLES, type PartRole } from '@postern/cli'
import { NOTICES } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { openLines } from './house/closed-lines.ts'
import { DeskEyes } from './house/desk-eyes.ts'
import { House } from './house/house.ts'
import { until } from './house/until.ts'
import { Visitor } from './house/visitor.ts'

const TEN_MINUTES_MS = 600_000

/**
 * Who is off by how much; the publisher's clock is the one that readers are told. Mix 1 fires no
 * time twice: set back, it waits until it is later, and its cells wait at the front.
 */
const WAYS: readonly Partial<Record<PartRole, number>>[] = [
  { 'mix-1': -TEN_MINUTES_MS, front: TEN_MINUTES_MS, desk: TEN_MINUTES_MS },
  { 'mix-1': TEN_MINUTES_MS, front: -TEN_MINUTES_MS, 'mix-2': -TEN_MINUTES_MS },
]

test('clocks ten minutes off: each says so, and every answered cell arrives', async () => {
  const house = await House.open()
  onTestFinished(async () => await house.remove())
  const visitor = new Visitor(house)
  const sent: string[] = []
  for (const [at, offsets] of WAYS.entries()) {
    await house.stop('front', 'mix-1', 'mix-2', 'desk')
    const offTold = (role: PartRole): number =>
      house.parts[role].stderr.filter((line) => line.includes(NOTICES['clock-off'])).length
    const before = new Map(PART_ROLES.map((role) => [role, offTold(role)]))
    for (const role of ['front', 'mix-1', 'mix-2', 'desk'] as const)
      await house.reconfigure(role, { clockOffsetMs: offsets[role] ?? 0 })
    await house.start('front', 'mix-1', 'mix-2', 'desk')
    await house.doorOpens()
    const { statement } = await visitor.documents()
    for (let n = 0; n < 3; n++) {
      const letter = visitor.letter(statement, `letter ${at}.${n}`)
      await until(
        'a cell is answered',
        async () => (await visitor.post(visitor.real(statement, letter))) === 200,
      )
      sent.push(letter.text)
    }
    const isTold = (): boolean =>
      PART_ROLES.every((role) => {
        const news = offTold(role) - (before.get(role) ?? 0)
        return news === (offsets[role] === undefined ? 0 : 1)
      })
    await until('each that is off has said so', isTold)
  }
  const desk = await DeskEyes.open(house)
  const texts = async (): Promise<string[]> => [...(await desk.all()).values()].flat().sort()
  await until('all letters arrive', async () => (await texts()).length >= sent.length)
  expect(await texts()).toEqual(sent.toSorted())
  for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
})
