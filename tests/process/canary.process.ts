import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PART_ROLES } from '@postern/cli'
import {
  concat,
  decodeDrop,
  findParts,
  gatherReplies,
  rootFromWords,
  toHex,
  utf8,
} from '@postern/protocol'
import { makeWords, readWords } from '@postern/protocol/words'
import { nativeArgon2id } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { openLines } from './house/closed-lines.ts'
import { Handler } from './house/handler.ts'
import { House } from './house/house.ts'
import { base64Within, type Mark, MarkSearch, textMark } from './house/marks.ts'
import { exchange, post } from './house/raw-socket.ts'
import { type Trace, tracesIn } from './house/traces.ts'
import { type Author, type Documents, Visitor } from './house/visitor.ts'

/** What one person brings along, and what must stay with her and the desk. */
interface Secrets {
  readonly words: string
  readonly author: Author
  readonly text: string
  readonly fileName: string
  readonly fileBytes: Uint8Array
  readonly reply: string
  readonly note: string
  /** What her browser and the proxies on her way say of her. */
  readonly headers: readonly string[]
  readonly query: string
}

async function secretsOf(visitor: Visitor, { statement, now }: Documents): Promise<Secrets> {
  const { env } = visitor
  const chance = toHex(env.random(8))
  const words = makeWords(env)
  const reading = readWords(env.suite, words.join(' '))
  const [desk] = statement.desks
  if (reading.kind !== 'words' || desk === undefined) throw new TypeError('words and a desk')
  const root = await rootFromWords(nativeArgon2id, reading.entropy, now.organisation)
  const named = (what: string): string => `Канарейка ${what} ${chance}`
  return {
    words: words.join(' '),
    author: root.conversation(env.suite, desk.id),
    text: `${named('text')} of a message`,
    fileName: `${named('file')}.txt`,
    fileBytes: concat(utf8(named('content of a file')), env.random(20_000)),
    reply: `${named('reply')} from the desk`,
    note: `${named('note')} for colleagues`,
    headers: [
      `User-Agent: Canary/${chance} (agent)`,
      `X-Forwarded-For: 203.0.113.177, 2001:db8:ca7a::${chance.slice(0, 4)}`,
      'Forwarded: for=198.51.100.253',
      `Referer: https://elsewhere.example/${chance}/referer`,
      `Cookie: canary=${chance}-cookie`,
    ],
    query: `canary-query-${chance}`,
  }
}

function marksOf(secrets: Secrets, messageId: Uint8Array, { env }: Visitor): Mark[] {
  const headers = secrets.headers.map((line) => line.slice(line.indexOf(' ') + 1))
  return [
    textMark('words', secrets.words),
    textMark('text', secrets.text),
    textMark('file name', secrets.fileName),
    textMark('reply', secrets.reply),
    textMark('note', secrets.note),
    textMark('query', secrets.query),
    textMark('forwarded address', '203.0.113.177'),
    ...headers.map((value) => textMark('header', value)),
    { name: 'file', bytes: secrets.fileBytes.subarray(0, 40) },
    { name: 'file, from within', bytes: secrets.fileBytes.subarray(-40) },
    { name: 'hash of the file', bytes: env.suite.sha256(secrets.fileBytes) },
    { name: 'conversation key', bytes: secrets.author.signing.publicKey },
    { name: 'seed', bytes: secrets.author.seed },
    { name: 'message id', bytes: messageId },
  ]
}

/** Requests that nobody wants, each with something of hers in it; what comes back. */
async function provoke(house: House, { headers, query, text }: Secrets): Promise<string[]> {
  const lines = `Host: x\r\nConnection: close\r\n${headers.join('\r\n')}`
  const body = `{"member":"${text}","nonce":"${query}"}`
  const requests = [
    `GET /${query} HTTP/1.1\r\n${lines}\r\n\r\n`,
    `GET /?${query} HTTP/1.1\r\n${lines}\r\n\r\n`,
    `GET /now?${query} HTTP/1.1\r\n${lines}\r\n\r\n`,
    `POST /session HTTP/1.1\r\n${lines}\r\nContent-Length: ${utf8(body).length}\r\n\r\n${body}`,
    `PUT /trays/${query} HTTP/1.1\r\n${lines}\r\nAuthorization: Bearer ${query}\r\n\r\n`,
    `GET /log/${query}?from=${query} HTTP/1.1\r\n${lines}\r\n\r\n`,
    `${query} ${text}\r\n${lines}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${lines}\r\nbad header ${text}\r\n\r\n`,
  ]
  const ports = [0, 1, 2, 3, 4, 5, 10].map((offset) => house.port(offset))
  return await Promise.all(
    ports.flatMap((port) => requests.map(async (request) => await exchange(port, [request]))),
  )
}

async function found(search: MarkSearch, traces: AsyncIterable<Trace>): Promise<string[]> {
  const hits: string[] = []
  for await (const { where, bytes } of traces)
    for (const what of search.in(bytes)) hits.push(`${what} in ${where}`)
  return hits
}

test('nothing of a source, of her browser or of her desk is left in any file, line or answer', async () => {
  const house = await House.open()
  onTestFinished(async () => await house.remove())
  const visitor = new Visitor(house)
  const documents = await visitor.documents()
  const { statement } = documents
  const secrets = await secretsOf(visitor, documents)
  const file = { name: secrets.fileName, bytes: secrets.fileBytes }
  const letter = visitor.letter(statement, secrets.text, [file], secrets.author)
  expect(letter.parts.length).toBeGreaterThan(1)
  const messageId = letter.parts[0]?.part.messageId ?? new Uint8Array(0)
  const search = new MarkSearch(marksOf(secrets, messageId, visitor))

  const answers: string[] = []
  const send = async (cell: Uint8Array): Promise<string> => {
    const answer = await exchange(house.port(0), post(cell, secrets.headers))
    answers.push(answer)
    return answer
  }
  for (const index of letter.parts.keys())
    expect(await send(visitor.real(statement, letter, index))).toMatch(/\r\n\r\nok$/)
  await send(utf8(secrets.text))
  answers.push(...(await provoke(house, secrets)))
  await house.kill('front', 'mix-1')
  await house.start('front', 'mix-1')

  const handler = await Handler.open(house)
  await handler.until(() => handler.texts(letter.conversation).length > 0)
  expect(handler.texts(letter.conversation)).toEqual([secrets.text])
  expect(handler.fileNames(letter.conversation)).toEqual([secrets.fileName])
  handler.answer(letter.conversation, secrets.reply, secrets.note)
  await handler.until(async () => {
    const { now } = await visitor.documents()
    const { slots } = decodeDrop(await visitor.get(`/drop/${now.drop?.number}`))
    const replies = gatherReplies(findParts(visitor.env.suite, [secrets.author.seed], slots))
    return replies.some((reply) => reply.kind === 'whole' && reply.text === secrets.reply)
  })

  await send(visitor.cover(statement))

  const base = dirname(house.folder)
  expect(await found(search, tracesIn(base))).toEqual([])
  for (const part of PART_ROLES) await house.stop(part)
  expect(await found(search, tracesIn(base))).toEqual([])
  const lines = Object.values(house.parts).flatMap(({ stderr, stdout }) => [...stderr, ...stdout])
  expect([...answers, ...lines].flatMap((said) => search.in(utf8(said)))).toEqual([])
  for (const part of Object.values(house.parts)) expect(openLines(part.stderr)).toEqual([])
  expect(house.parts.front.counted('cell-kept')).toBeGreaterThan(0)

  await twin(house, search, utf8(secrets.text))
})

/** The same search finds a mark however it is planted, so that finding nothing says something. */
async function twin(house: House, search: MarkSearch, mark: Uint8Array): Promise<void> {
  const log = join(house.folder, 'logs', 'front.log')
  const forms = [
    Buffer.from(mark),
    Buffer.from(toHex(mark)),
    ...[0, 1, 2].map((shift) => Buffer.from(base64Within(mark, shift))),
    Buffer.from(Buffer.concat([utf8('ab'), mark, utf8('c')]).toString('base64')),
  ]
  for (const form of forms) {
    await writeFile(log, '{"role":"front"}\n')
    await appendFile(log, form)
    const hits = await found(search, tracesIn(join(house.folder, 'logs')))
    expect([form.toString('latin1'), hits.length > 0]).toEqual([form.toString('latin1'), true])
    expect(hits[0]).toContain(log)
  }
  await writeFile(log, '')
  const path = join(house.folder, 'desk', 'desk.sqlite')
  const database = new DatabaseSync(path)
  const pages = Buffer.concat([Buffer.alloc(4_000), mark, Buffer.alloc(9_000)])
  database.prepare('INSERT INTO value (name, bytes) VALUES (?, ?)').run('planted', pages)
  const hits = await found(search, tracesIn(join(house.folder, 'desk')))
  expect(hits.join('\n')).toContain('table value')
  database.close()
  expect((await readFile(path)).length).toBeGreaterThan(0)
}
