import { expect, test } from 'vitest'
import { answerCalls, Line } from '../src/client/line.ts'
import { type MakingCalls, type MakingParts, ViewMaking } from '../src/page/view-making.ts'

const OPEN = new AbortController().signal
const TICKET = { ticket: 1, cell: new Uint8Array(3) }

/** A page whose keeper answers at once and writes down what it was asked; its pauses end when told. */
class Page implements MakingParts {
  readonly keeper: Line<MakingCalls>
  readonly close: () => void
  readonly asked: string[] = []
  readonly up = Promise.resolve()
  readonly paused = Promise.withResolvers<void>()
  readonly #wanted: (string | null)[]

  constructor(...wanted: string[]) {
    this.#wanted = [...wanted, null]
    const asked = <V>(name: string, answer: () => V): (() => V) => {
      return () => (this.asked.push(name), answer())
    }
    const { port1, port2 } = new MessageChannel()
    answerCalls<MakingCalls>(port2, {
      takeNow: asked('takeNow', async () => this.#wanted.shift() ?? null),
      takeDocument: asked('takeDocument', () => this.#wanted.shift() ?? null),
      cell: asked('cell', () => TICKET),
      filesWanted: asked('filesWanted', () => ['drop/7']),
    })
    this.keeper = new Line(port1)
    for (const port of [port1, port2]) port.start()
    this.close = () => port1.close()
  }

  readonly document = async (path: string): Promise<Uint8Array> => {
    this.asked.push(path)
    return new Uint8Array(1)
  }

  readonly pause = (): Promise<void> => this.paused.promise
  readonly looked = Promise.withResolvers<void>()
  readonly look = (): Promise<void> => (this.asked.push('look'), this.looked.promise)
  readonly beat = { at: async (): Promise<void> => void this.asked.push('beat') }
}

/** Everything that can happen without a further event has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('a cell is made only after the look at the vault, and nothing but the cell waits for it', async () => {
  const page = new Page()
  const making = new ViewMaking(page, OPEN)
  const made = making.make()
  const before = ['beat', 'now', 'takeNow', 'filesWanted', 'look']
  await expect.poll(() => page.asked).toEqual(before)
  await settled()
  expect(page.asked).toEqual(before)
  page.looked.resolve()
  await made
  expect(page.asked).toEqual([...before, 'cell'])
  expect(making.made).toEqual(TICKET)
  page.close()
})

test('a look that does not end is waited for no longer than a fixed while', async () => {
  const page = new Page()
  const making = new ViewMaking(page, OPEN)
  const made = making.make()
  await settled()
  expect(making.made).toBeNull()
  expect([making.areFilesKnown, await making.files]).toEqual([true, ['drop/7']])
  page.paused.resolve()
  await made
  expect(making.made).toEqual(TICKET)
  page.close()
})

test('at most a trust list and a statement are fetched, whatever is wanted, each on the beat', async () => {
  const page = new Page('trust/3', 'epoch/5', 'epoch/6', 'epoch/7')
  page.looked.resolve()
  await new ViewMaking(page, OPEN).make()
  expect(page.asked.filter((one) => /^(?:beat|now|trust|epoch)/u.test(one))).toEqual([
    'beat',
    'now',
    'beat',
    'trust/3',
    'beat',
    'epoch/5',
  ])
  page.close()
})

test('a page that was left makes nothing', async () => {
  const page = new Page()
  const making = new ViewMaking(page, AbortSignal.abort())
  await making.make()
  expect(await making.files).toEqual([])
  expect(page.asked.filter((one) => one !== 'beat')).toEqual([])
  page.close()
})
