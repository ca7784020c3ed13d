import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { freshFolder } from './fresh-folder.ts'

const repository = resolve(import.meta.dirname, '../../..')

test('everything works in a process that may touch its own folder only', async () => {
  const [folder, other] = [await freshFolder(), await freshFolder()]
  await writeFile(join(other, 'key'), 'another process’s key')
  const ran = spawnSync(
    process.execPath,
    [
      '--no-warnings',
      '--permission',
      `--allow-fs-read=${repository}`,
      `--allow-fs-read=${folder}`,
      `--allow-fs-write=${folder}`,
      '--allow-net',
      '--allow-worker',
      fileURLToPath(new URL('./confined-process.ts', import.meta.url)),
      folder,
      join(other, 'key'),
    ],
    { encoding: 'utf8', cwd: folder },
  )
  expect(ran.stderr).toBe('')
  expect(JSON.parse(ran.stdout)).toEqual({
    store: ['batch/1'],
    database: 7,
    segmentLog: 5,
    secret: [5],
    peers: 'mix-1',
    http: 'page',
    workers: [2, 4],
    elsewhere: 'ERR_ACCESS_DENIED',
  })
  expect(ran.status).toBe(0)
})
