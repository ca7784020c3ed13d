import {
  encodeLaneReference,
  LANE_CHUNK_BYTES,
  LANE_TEXT_BYTES,
  laneCount,
  openLaneChunk,
  seededEnv,
} from '@postern/protocol'
import { portableSuite, runningSha256 } from '@postern/protocol/portable'
import { expect, test } from 'vitest'
import { type LaneLine, type LaneWork, sendLane } from '../../src/page/lane/lane-sender.ts'

/** The other side, in memory; `broken` is how many of the next requests do not come through. */
class Far implements LaneLine {
  readonly chunks: Uint8Array[] = []
  readonly asked: string[] = []
  broken = 0
  /** The answer to a chunk is lost after the chunk was kept. */
  answersLost = 0
  room = Infinity

  async held(): Promise<number> {
    this.#cross()
    return this.chunks.length
  }

  async put(path: string, chunk: Uint8Array): Promise<'taken' | 'no-room' | 'refused'> {
    this.asked.push(path)
    this.#cross()
    if (this.chunks.length >= this.room) return 'no-room'
    const index = Number(path.split('/')[2])
    if (index !== this.chunks.length) return 'refused'
    this.chunks.push(chunk)
    if (this.answersLost-- > 0) throw new Error('the answer was lost')
    return 'taken'
  }

  #cross(): void {
    if (this.broken-- > 0) throw new Error('the line is broken')
  }
}

interface Scene {
  readonly work: LaneWork
  readonly far: Far
  readonly said: string[]
  readonly paused: number[]
}

function scene(): Scene {
  const [far, said, paused]: [Far, string[], number[]] = [new Far(), [], []]
  const work: LaneWork = {
    env: seededEnv('lane', portableSuite, 0),
    hash: runningSha256(),
    line: far,
    pause: async (ms) => void paused.push(ms),
    progress: (done, count, waiting) =>
      void said.push(`${done}/${count}${waiting ? ' waits' : ''}`),
  }
  return { work, far, said, paused }
}

const bytes = Uint8Array.from({ length: LANE_TEXT_BYTES + 500 }, (_, at) => at % 253)
const film = new Blob([bytes])

test('a file becomes sealed chunks of one size, and what the desk must know', async () => {
  const { work, far, said } = scene()
  const reference = await sendLane(work, film, 'file.mov')
  expect(reference).toMatchObject({ bytes: bytes.length, name: 'file.mov' })
  expect(reference.sha256).toEqual(portableSuite.sha256(bytes))
  expect(encodeLaneReference(reference).length).toBeGreaterThan(80)
  expect(far.chunks.map((chunk) => chunk.length)).toEqual([LANE_CHUNK_BYTES, LANE_CHUNK_BYTES])
  expect(said).toEqual(['1/2', '2/2'])
  const key = { id: reference.id, key: reference.key, count: laneCount(bytes.length) ?? 0 }
  const opened = far.chunks.map((chunk, at) => openLaneChunk(portableSuite, key, at, chunk))
  expect(
    Buffer.concat(opened.map((one) => one ?? new Uint8Array(0))).subarray(0, bytes.length),
  ).toEqual(Buffer.from(bytes))
})

test('a broken line is waited for, longer each time, and it goes on where it was', async () => {
  const { work, far, said, paused } = scene()
  far.broken = 13
  await sendLane(work, film, 'file')
  expect(far.chunks).toHaveLength(2)
  expect(paused).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  expect(said.at(0)).toBe('0/2 waits')
  expect(said.at(-1)).toBe('2/2')
})

test('a chunk whose answer was lost is not sent twice', async () => {
  const { work, far } = scene()
  far.answersLost = 1
  await sendLane(work, film, 'file')
  expect(far.asked.map((path) => path.split('/').slice(1).join('/'))).toEqual(['2/0', '2/1'])
  expect(far.chunks).toHaveLength(2)
})

test.each<[string, string, (scene: Scene) => Blob]>([
  ['nothing in it', 'lane-empty', () => new Blob([])],
  ['too much in it', 'lane-too-large', () => sized(2_048 * LANE_TEXT_BYTES + 1)],
  [
    'no room for it',
    'lane-no-room',
    ({ far }) => {
      far.room = 1
      return film
    },
  ],
  [
    'a line that stays broken',
    'lane-broken',
    ({ far }) => {
      far.broken = Infinity
      return film
    },
  ],
  ['bytes that cannot be read any more', 'lane-unreadable', () => unreadable()],
])('a file with %s ends with %s', async (_, code, given) => {
  const made = scene()
  await expect(sendLane(made.work, given(made), 'file')).rejects.toThrow(code)
})

test('a front that has forgotten the file says so at once, instead of a file with a hole', async () => {
  const { work, far, paused } = scene()
  const put = far.put.bind(far)
  far.put = async (path, chunk) => {
    if (path.endsWith('/1') && far.chunks.length === 1) far.chunks.length = 0
    return await put(path, chunk)
  }
  await expect(sendLane(work, film, 'file')).rejects.toThrow('lane-broken')
  expect(paused).toEqual([1_000])
})

function sized(size: number): Blob {
  return Object.defineProperty(new Blob(['x']), 'size', { value: size })
}

function unreadable(): Blob {
  const slice = (): Blob =>
    Object.assign(new Blob([]), {
      arrayBuffer: async () => await Promise.reject(new Error('gone')),
    })
  return Object.assign(new Blob(['some']), { slice })
}
