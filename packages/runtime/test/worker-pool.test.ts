import { expect, onTestFinished, test } from 'vitest'
import { WorkerPool, type WorkerPoolOptions } from '@postern/runtime'
import type { Job } from './doubling-worker.ts'

type Result = number | Uint8Array

const moduleUrl = new URL('./doubling-worker.ts', import.meta.url)

function pool(options: Partial<WorkerPoolOptions> = {}): WorkerPool<Job, Result> {
  const made = new WorkerPool<Job, Result>(moduleUrl, { size: 2, ...options })
  onTestFinished(() => made.close())
  return made
}

test('answers every job with its own result', async () => {
  const workers = pool()
  const jobs = Array.from({ length: 50 }, (_, at) => at)
  expect(await Promise.all(jobs.map((job) => workers.run(job)))).toEqual(jobs.map((job) => job * 2))
})

test('moves lent buffers there and back', async () => {
  const bytes = Uint8Array.of(1, 2, 3)
  expect(await pool().run(bytes, [bytes.buffer])).toEqual(Uint8Array.of(2, 4, 6))
  expect(bytes.length).toBe(0)
})

test('gives on a PosternError’s code and nothing else of an error', async () => {
  const workers = pool()
  await expect(workers.run('refuse')).rejects.toMatchObject({
    code: 'bad-batch',
    message: 'bad-batch',
  })
  await expect(workers.run('break')).rejects.toMatchObject({
    code: 'job-failed',
    message: 'job-failed',
  })
  expect(await workers.run(4)).toBe(8)
})

test('a thread that dies costs its own job, and the next one gets a fresh thread', async () => {
  let lost = 0
  const workers = pool({ size: 1, onLost: () => lost++ })
  const outcomes = await Promise.allSettled([workers.run(1), workers.run('die'), workers.run(2)])
  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: { code: 'worker-lost' } },
    { status: 'fulfilled', value: 4 },
  ])
  expect(lost).toBe(1)
})

test('a module that cannot start rejects each job and does not spin', async () => {
  let lost = 0
  const missing = new URL('./no-such-worker.ts', import.meta.url)
  const workers = new WorkerPool<number, number>(missing, { size: 2, onLost: () => lost++ })
  const outcomes = await Promise.allSettled([workers.run(1), workers.run(2), workers.run(3)])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(lost).toBe(3)
  await workers.close()
})

test('bounds what waits', async () => {
  const workers = pool({ size: 1, maxQueued: 2 })
  const taken = [workers.run(1), workers.run(2), workers.run(3)]
  await expect(workers.run(4)).rejects.toMatchObject({ code: 'pool-full' })
  expect(await Promise.all(taken)).toEqual([2, 4, 6])
})

test('a job that cannot be cloned is a mistake, and harms no other', async () => {
  const workers = new WorkerPool<() => void, number>(moduleUrl, { size: 1 })
  await expect(workers.run(() => undefined)).rejects.toThrow(TypeError)
  await workers.close()
})

test('close rejects what is under way, what waits and what comes', async () => {
  const workers = pool({ size: 1 })
  const open = Promise.allSettled([workers.run('hang'), workers.run(1)])
  await workers.close()
  const closed = { status: 'rejected', reason: { code: 'pool-closed' } }
  expect(await open).toMatchObject([closed, closed])
  await expect(workers.run(1)).rejects.toMatchObject({ code: 'pool-closed' })
})
