import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Batch, CELL_BYTES, ITEM_BYTES, openBatch, type Statement } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { openLines } from './house/closed-lines.ts'
import { DeskEyes } from './house/desk-eyes.ts'
import { House } from './house/house.ts'
import { exchange, head, post } from './house/raw-socket.ts'
import { until } from './house/until.ts'
import { type Documents, Visitor } from './house/visitor.ts'

/** Cells of the right size, of which only the first is new and good. */
function cellsOf(visitor: Visitor, statement: Statement): Record<string, Uint8Array> {
  const good = visitor.cover(statement)
  const other = visitor.cover(statement)
  const epoch = (number: number): Uint8Array => {
    const cell = visitor.cover(statement)
    new DataView(cell.buffer, cell.byteOffset).setUint32(8, number)
    return cell
  }
  return {
    good,
    repeated: good,
    'with a stamp that does not pay': unpaid(visitor, other),
    'of an epoch long over': epoch(0),
    'of an epoch far ahead': epoch(statement.number + 9),
    'of the next epoch, by its label alone': epoch(statement.number + 1),
    'of no version, random bytes': visitor.random(),
    'with a changed encapsulation': other.with(40, 1 ^ (other[40] ?? 0)),
    'with a changed end': other.with(CELL_BYTES - 1, 1 ^ (other.at(-1) ?? 0)),
  }
}

/** Four bits are asked for: sooner or later a stamp does not fit. */
function unpaid({ env: { suite } }: Visitor, cell: Uint8Array): Uint8Array {
  for (let first = 0; ; first++) {
    const tried = cell.with(7, first)
    const digest = suite.sha256(tried.subarray(0, 8), suite.sha256(tried.subarray(8)))
    if ((digest[0] ?? 0) >= 16) return tried
  }
}

const MALFORMED: Readonly<Record<string, string>> = {
  'no HTTP at all': 'hello\r\n\r\n',
  'a header without a colon': 'POST /cell HTTP/1.1\r\nHost x\r\n\r\n',
  'two lengths': head('POST /cell', ['Content-Length: 3', 'Content-Length: 4']) + 'abc',
  'a length and chunks': head('POST /cell', ['Content-Length: 3', 'Transfer-Encoding: chunked']),
  'a length that is no number': head('POST /cell', ['Content-Length: many']),
  'chunks that are none': `${head('POST /cell', ['Transfer-Encoding: chunked'])}zz\r\n`,
  'a header too long': head('POST /cell', [`A: ${'b'.repeat(9_000)}`]),
  'a version to come': 'POST /cell HTTP/9.9\r\nHost: x\r\n\r\n',
}

/** Requests whose body is not one cell, declared or in chunks. */
function wrongSizes(visitor: Visitor): Record<string, readonly (string | Uint8Array)[]> {
  const cell = visitor.random()
  const chunked = head('POST /cell', ['Transfer-Encoding: chunked'])
  const chunk = (bytes: Uint8Array): (string | Uint8Array)[] => [
    `${bytes.length.toString(16)}\r\n`,
    bytes,
    '\r\n',
  ]
  return {
    empty: post(new Uint8Array(0)),
    'a byte short': post(cell.subarray(1)),
    'a byte long': post(new Uint8Array([...cell, 0])),
    'a megabyte': post(new Uint8Array(1_000_000)),
    'in chunks, a byte short': [chunked, ...chunk(cell.subarray(1)), '0\r\n\r\n'],
    'in chunks, endless': [chunked, ...Array.from({ length: 9 }, () => chunk(cell)).flat()],
    'without a host': ['POST /cell HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
    'with an expectation': post(new Uint8Array(1), ['Expect: wonders']),
  }
}

async function answersTo(
  port: number,
  requests: Readonly<Record<string, readonly (string | Uint8Array)[]>>,
): Promise<[string, string][]> {
  const ask = async ([name, pieces]: [string, readonly (string | Uint8Array)[]]) => {
    const answer = await exchange(port, pieces)
    return [name, answer] satisfies [string, string]
  }
  return await Promise.all(Object.entries(requests).map(ask))
}

/** What mix 1 published, summed over all its batches. */
async function countsOfMix1(house: House, { trust }: Documents) {
  let [came, refused] = [0, 0]
  for (let number = 1; ; number++) {
    const path = join(house.folder, 'mix-1', 'batches', 'batch', String(number))
    const bytes = await readFile(path).catch(() => null)
    if (bytes === null) return { came, refused }
    const { header }: Batch = openBatch(nativeSuite, bytes, trust.mixes[0].key, ITEM_BYTES['mix-1'])
    came += header.in
    refused += header.refused
  }
}

test('every bad cell has the one face outside, a count inside, and nothing else breaks', async () => {
  const house = await House.open()
  onTestFinished(async () => await house.remove())
  const visitor = new Visitor(house)
  const documents = await visitor.documents()
  const { statement } = documents
  const port = house.port(0)

  const cells = Object.entries(cellsOf(visitor, statement))
  const taken: [string, string][] = []
  for (const [name, cell] of cells) taken.push([name, await exchange(port, post(cell))])
  const slow = head('POST /cell', [`Content-Length: ${CELL_BYTES}`])
  const late = visitor.cover(statement)
  const pieces = Array.from({ length: 8 }, (_, at) => late.subarray(at * 2_048, (at + 1) * 2_048))
  taken.push(['slowly, in eight pieces', await exchange(port, [slow, ...pieces], 150)])
  const [, ok = ''] = taken[0] ?? []
  expect(ok).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nok$/)
  for (const [name, answer] of taken) expect([name, answer]).toEqual([name, ok])

  const refused = await answersTo(port, wrongSizes(visitor))
  const malformed = await answersTo(
    port,
    Object.fromEntries(Object.entries(MALFORMED).map(([name, text]) => [name, [text]])),
  )
  const [, refusal = ''] = refused[0] ?? []
  expect(refusal).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\n\r\n$/)
  for (const [name, answer] of [...refused, ...malformed])
    expect([name, answer]).toEqual([name, refusal])
  const headerNames = (answer: string): string[] =>
    answer.split('\r\n').flatMap((line) => /^([\w-]+):/.exec(line)?.[1] ?? [])
  expect(headerNames(refusal)).toEqual(headerNames(ok))

  const letter = visitor.letter(statement, 'after all that')
  expect(await visitor.post(visitor.real(statement, letter))).toBe(200)
  const desk = await DeskEyes.open(house)
  await until('the message arrives', async () => (await desk.texts(letter.conversation)).length > 0)
  expect(await desk.texts(letter.conversation)).toEqual(['after all that'])

  await house.stop('front', 'mix-1', 'mix-2', 'agent', 'desk', 'publisher')
  const { front } = house.parts
  expect(front.counted('cell-kept')).toBe(8)
  expect(front.counted('cell-of-other-epoch')).toBe(3)
  expect(front.counted('cell-refused')).toBe(refused.length)
  expect(front.counted('request-refused')).toBe(malformed.length)
  expect(await countsOfMix1(house, documents)).toEqual({ came: 7, refused: 4 })
  for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
})
