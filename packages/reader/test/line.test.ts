import { PosternError } from '@postern/protocol'
import { expect, test } from 'vitest'
import { answerCalls, Line } from '../src/client/line.ts'

interface Service {
  double(n: number): number
  fail(how: 'coded' | 'other'): Promise<never>
  never(): Promise<void>
}

function connected(): { line: Line<Service>; close: () => void } {
  const { port1, port2 } = new MessageChannel()
  answerCalls<Service>(port2, {
    double: (n) => n * 2,
    fail: async (how) => {
      throw how === 'coded' ? new PosternError('outbox-full') : new Error('secret detail')
    },
    never: () => new Promise(() => {}),
  })
  const line = new Line<Service>(port1)
  port1.start()
  port2.start()
  return { line, close: () => port1.close() }
}

test('calls are answered each on its own', async () => {
  const { line, close } = connected()
  expect(await Promise.all([line.call('double', 2), line.call('double', 5)])).toEqual([4, 10])
  close()
})

test('an expected failure keeps its code, and another says nothing of itself', async () => {
  const { line, close } = connected()
  await expect(line.call('fail', 'coded')).rejects.toMatchObject({ code: 'outbox-full' })
  await expect(line.call('fail', 'other')).rejects.toMatchObject({ message: 'broken' })
  close()
})

test('a dead worker refuses what waits and what comes', async () => {
  const { line, close } = connected()
  const waiting = line.call('never')
  line.cut()
  await expect(waiting).rejects.toMatchObject({ code: 'worker-died' })
  await expect(line.call('double', 1)).rejects.toMatchObject({ code: 'worker-died' })
  close()
})
