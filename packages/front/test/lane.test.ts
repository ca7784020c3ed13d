import { randomBytes } from 'node:crypto'
import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { LANE_CHUNK_BYTES, toHex } from '@postern/protocol'
import { expect, test } from 'vitest'
import { LaneStore } from '../src/lane/lane-store.ts'
import { openDoor } from './door-house.ts'
import { ONION } from './door-visitor.ts'
import { freshFolder } from './fresh-folder.ts'

const { front } = await openDoor('lane')
const DAY_MS = 86_400_000
const NOW_MS = 20_000.4 * DAY_MS

const someId = (): string => toHex(new Uint8Array(randomBytes(16)))
const someChunk = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(LANE_CHUNK_BYTES))

async function ask(
  method: string,
  path: string,
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const init = body === undefined ? { method } : { method, body }
  return await front.atOnion(new Request(`http://${ONION}${path}`, init))
}

async function put(path: string, chunk: Uint8Array<ArrayBuffer>): Promise<number> {
  return (await ask('PUT', `/lane/${path}`, chunk)).status
}

async function held(id: string): Promise<number> {
  const body = await (await ask('GET', `/lane/${id}`)).arrayBuffer()
  return new DataView(body).getUint32(0)
}

async function desk(method: string, path: string): Promise<Response> {
  return await front.handle(new Request(`https://front${path}`, { method }), 'desk')
}

test('an upload grows chunk by chunk, goes on where it was, and is given to the desk when whole', async () => {
  const [id, chunks] = [someId(), [someChunk(), someChunk(), someChunk()] as const]
  expect(await held(id)).toBe(0)
  expect(await put(`${id}/3/0`, chunks[0])).toBe(200)
  expect(await held(id)).toBe(1)
  expect(await put(`${id}/3/0`, chunks[0])).toBe(200)
  expect(await put(`${id}/3/1`, chunks[1])).toBe(200)
  expect((await desk('GET', `/lane/${id}/0`)).status).toBe(404)
  expect(await put(`${id}/3/2`, chunks[2])).toBe(200)
  const given = await desk('GET', `/lane/${id}/1`)
  expect(new Uint8Array(await given.arrayBuffer())).toEqual(chunks[1])
  expect((await desk('DELETE', `/lane/${id}`)).status).toBe(204)
  expect((await desk('GET', `/lane/${id}/0`)).status).toBe(404)
  expect(await held(id)).toBe(0)
})

test('what is out of turn, changed, of another count or size is refused, and nothing is lost', async () => {
  const [id, first] = [someId(), someChunk()]
  expect(await put(`${id}/2/1`, first)).toBe(409)
  expect(await put(`${id}/2/0`, first)).toBe(200)
  expect(await put(`${id}/2/0`, someChunk())).toBe(409)
  expect(await put(`${id}/3/1`, someChunk())).toBe(409)
  expect(await put(`${id}/2/1`, first.slice(1))).toBe(400)
  expect(await put(`${id}/5/1`, someChunk())).toBe(400)
  expect(await put(`${id}/2/2`, someChunk())).toBe(409)
  expect(await put(`${id}x/2/1`, someChunk())).toBe(404)
  expect((await ask('DELETE', `/lane/${id}`)).status).toBe(404)
  expect((await ask('GET', `/lane/${id}/0`)).status).toBe(404)
  expect(await held(id)).toBe(1)
})

test('two chunks of one upload at the same moment are one after the other', async () => {
  const [id, chunk] = [someId(), someChunk()]
  const both = await Promise.all([put(`${id}/2/0`, chunk), put(`${id}/2/0`, someChunk())])
  expect(both.toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await held(id)).toBe(1)
})

test('when the room is used up the first chunk says so, and a full disk later one', async () => {
  expect(await put(`${someId()}/32/0`, someChunk())).toBe(507)
  const store = await LaneStore.open(freshFolder(), 3 * LANE_CHUNK_BYTES)
  const chunk = someChunk()
  expect(await store.put('a'.repeat(32), 2, 0, chunk, NOW_MS)).toBe('taken')
  expect(await store.put('b'.repeat(32), 3, 0, chunk, NOW_MS)).toBe('no-room')
  expect(await store.put('b'.repeat(32), 2, 0, chunk, NOW_MS)).toBe('taken')
  expect(await store.put('b'.repeat(32), 2, 1, chunk, NOW_MS)).toBe('taken')
  expect(await store.put('a'.repeat(32), 2, 1, chunk, NOW_MS)).toBe('no-room')
  await store.erase('b'.repeat(32))
  expect(await store.put('a'.repeat(32), 2, 1, chunk, NOW_MS)).toBe('taken')
})

test('the public address and other peers know nothing of it', async () => {
  const [id, chunk] = [someId(), someChunk()]
  const request = new Request(`http://front/lane/${id}/1/0`, { method: 'PUT', body: chunk })
  expect((await front.handle(request)).status).toBe(404)
  expect(await put(`${id}/1/0`, chunk)).toBe(200)
  const asked = new Request(`http://front/lane/${id}/0`)
  expect((await front.handle(asked, 'publisher')).status).toBe(404)
})

test('a restart keeps whole chunks and forgets half of one; no time finer than a day is written', async () => {
  const [folder, id, chunk] = [freshFolder(), 'c'.repeat(32), someChunk()]
  const store = await LaneStore.open(folder, 9 * LANE_CHUNK_BYTES)
  await store.put(id, 2, 0, chunk, NOW_MS)
  const [name = ''] = readdirSync(folder)
  expect(statSync(join(folder, name)).mtimeMs % DAY_MS).toBe(0)
  truncateSync(join(folder, name), LANE_CHUNK_BYTES + 77)
  const again = await LaneStore.open(folder, 9 * LANE_CHUNK_BYTES)
  expect(again.look(id)).toMatchObject({ count: 2, held: 1 })
  expect(await again.put(id, 2, 1, chunk, NOW_MS)).toBe('taken')
  expect(await again.get(id, 1)).toEqual(chunk)
  await again.forget(NOW_MS + 7 * DAY_MS, 7)
  expect(again.look(id)).not.toBeNull()
  await again.forget(NOW_MS + 8 * DAY_MS, 7)
  expect(readdirSync(folder)).toEqual([])
})
