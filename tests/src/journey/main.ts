import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openByTwo } from './custody.ts'
import { HandlerAtWork } from './handler.ts'
import { makePdf } from './pdf.ts'
import { fileBytes, makePicture, metadataOf } from './picture.ts'
import { Profile } from './profile.ts'
import { apart, Reading, together } from './reading.ts'
import { difference } from './recorder.ts'
import { sha256Hex, SourceAtWork } from './source.ts'
import { System } from './system.ts'
import { ANSWER, REPORT, SECOND_LETTER } from './texts.ts'
import { Timeline } from './timeline.ts'
import { until } from './until.ts'

/** Every process once; the front last, because a view whose front is dead is a failed view for both. */
const TO_KILL = ['mix-1', 'desk', 'mix-2', 'publisher', 'agent', 'front']
/** Visits between two kills. */
const KILL_EVERY = 5
/** More visits than any outbox needs: a hang becomes a sentence. */
const MOST_VISITS = 120
const ARRIVE_MS = 120_000
const FRONT_PAGE = '/ru/'
/** What goes sealed for two. */
const LIST: Buffer = Buffer.from('Вагоны без накладных: 4471, 4478, 4502.\n')

const timeline = new Timeline()
const folder = await mkdtemp(join(tmpdir(), 'postern-papers-'))
const toKill = [...TO_KILL]
let visits = 0

await run()
timeline.close()
process.exitCode = timeline.failed === 0 ? 0 : 1

async function run(): Promise<void> {
  timeline.say('starting every process of the rehearsal')
  const system = await System.start()
  const open: { close(): Promise<void> }[] = []
  try {
    await journey(system, open)
  } catch (error) {
    timeline.check(
      'the journey reaches its end',
      false,
      error instanceof Error ? error.message : '',
    )
    await screenshots(open)
  } finally {
    for (const one of open) await one.close().catch(() => undefined)
    timeline.check('Ctrl-C stops all in order', (await system.stop()) === 0)
    await rm(folder, { recursive: true, force: true })
  }
}

async function journey(system: System, open: { close(): Promise<void> }[]): Promise<void> {
  const { readers } = system.welcome
  const [source, reader] = [await Reading.open(readers), await Reading.open(readers)]
  const pair = [source, reader] as const
  open.push(source.profile, reader.profile)
  const papers = await makePapers()

  timeline.say('a reader and a source read three stories')
  await visit(pair, (one) => one.load(FRONT_PAGE), apart)
  for (let story = 0; story < 3; story++) await visit(pair, (one) => one.follow())

  const composer = new SourceAtWork(source.page)
  const words = await composer.begin()
  timeline.check('eight words are shown once and typed back', words.split(' ').length === 8)
  timeline.check('an empty thread is explained', (await composer.emptiness()).length > 60)

  await composer.write(REPORT)
  const cleaned = await composer.attach(papers.picture, 'fine')
  timeline.say(`first message: ${REPORT.length} characters and a cleaned JPEG`)
  timeline.say(`the composer says: ${await composer.send()}`)
  const handler = await HandlerAtWork.open(system.welcome)
  open.push(handler.profile)
  await readUntilEmpty(system, pair, composer)

  await composer.write('Тот же снимок, как он есть.')
  const original = await composer.attach(papers.picture, 'original')
  await composer.send()
  timeline.say('second message: the same JPEG as the original')
  await composer.write('И накладная.')
  const ways = await composer.waysOf(papers.pdf)
  timeline.check(
    'a PDF can go cleaned, as it is, or sealed for two',
    ways.join() === 'cleaned,original,sealed',
    ways.join(),
  )
  const paper = await composer.attach(papers.pdf, 'original')
  await composer.send()
  timeline.say('third message: a PDF')
  await readUntilEmpty(system, pair, composer)
  while (toKill.length > 0) await killNext(system)

  await atTheDesk(handler, { cleaned, original, paper }, papers)
  await seenArriving(pair, composer)
  await source.profile.close()
  await reader.profile.close()
  await comeBack(system, open, words, handler)
}

interface Papers {
  readonly picture: string
  readonly pdf: string
}

async function makePapers(): Promise<Papers> {
  const maker = await Profile.open('en-GB')
  const picture = await makePicture(maker.page, folder)
  await maker.close()
  const pdf = join(folder, 'nakladnaya.pdf')
  await writeFile(pdf, makePdf('Waybill 1187, no addressee'))
  const bytes = fileBytes(picture)
  timeline.check(
    `the photograph has ${bytes.length} B and GPS`,
    bytes.length >= 300 * 1_024 && metadataOf(bytes, folder).includes('GPS'),
  )
  return { picture, pdf }
}

/** One page view of both, compared request by request. */
async function visit(
  pair: readonly [Reading, Reading],
  how: (reader: Reading) => Promise<void>,
  when: typeof together = together,
): Promise<void> {
  await when(pair, how)
  visits++
  const [source, reader] = [await pair[0].lastVisit(), await pair[1].lastVisit()]
  const differs = difference(source, reader)
  if (differs !== null || visits % 10 === 1)
    timeline.check(
      `visit ${visits}: ${source.length} requests, the same in both browsers`,
      differs === null,
      differs ?? '',
    )
}

/** Reads on until everything has left, killing one process after another on the way. */
async function readUntilEmpty(
  system: System,
  pair: readonly [Reading, Reading],
  composer: SourceAtWork,
): Promise<void> {
  const before = visits
  while (!(await isEmpty(composer))) {
    if (visits - before > MOST_VISITS) throw new Error('the outbox does not empty')
    if ((visits - before) % KILL_EVERY === KILL_EVERY - 1) await killNext(system)
    await visit(pair, (one) => one.follow())
  }
  timeline.say(`all parts have left after ${visits - before} page views`)
}

/** Русский: «Ничего не ждёт отправки» has no figure in it; a waiting outbox says how many. */
async function isEmpty(composer: SourceAtWork): Promise<boolean> {
  return !/\d/.test(await composer.outbox())
}

async function killNext(system: System): Promise<void> {
  const name = toKill.shift()
  if (name === undefined) return
  await system.kill(name)
  timeline.check(`${name} was killed with SIGKILL and runs again`, true)
}

async function atTheDesk(
  handler: HandlerAtWork,
  hashes: { cleaned: string; original: string; paper: string },
  papers: Papers,
): Promise<void> {
  await handler.openFirst(ARRIVE_MS)
  await until(
    'three whole messages stand at the desk',
    ARRIVE_MS,
    async () => (await handler.texts()).length >= 3,
  )
  const texts = await handler.texts()
  timeline.check(
    'three messages, none doubled, of one contact',
    texts.length === 3 && (await handler.contacts()) === 1,
  )
  timeline.check('the Russian text is whole', texts[0] === REPORT)
  await handler.accept()

  const [cleaned, original, paper] = [
    await handler.file(0),
    await handler.file(1),
    await handler.file(2),
  ]
  const fits = (file: typeof cleaned, hash: string): boolean =>
    sha256Hex(file.bytes) === hash && file.sha256 === hash
  timeline.check('the cleaned picture is what left the source', fits(cleaned, hashes.cleaned))
  timeline.check(
    'the original picture is what left the source',
    fits(original, hashes.original) && sha256Hex(fileBytes(papers.picture)) === hashes.original,
  )
  timeline.check(
    'the PDF is what left the source',
    fits(paper, hashes.paper) && sha256Hex(fileBytes(papers.pdf)) === hashes.paper,
  )
  timeline.check(
    'the cleaned picture says nothing of place, owner or camera',
    metadataOf(cleaned.bytes, folder) === '',
    metadataOf(cleaned.bytes, folder),
  )
  timeline.check('the original says them', metadataOf(original.bytes, folder).includes('GPS'))
  const { width, height } = await handler.picture(0)
  timeline.check(
    `the handler sees the picture, ${width} × ${height}`,
    width === 1_000 && height === 750,
  )
  timeline.check(
    'a download has a name that says nothing',
    [cleaned, original, paper].every(({ downloadName }) => /^file-\d+\.\w+$/.test(downloadName)),
  )

  await handler.answer(ANSWER)
  await until('the answer stands in the drop', ARRIVE_MS, async () =>
    /\d/.test(await handler.delivery()),
  )
  timeline.check(`${ANSWER.length} characters of Persian stand in the drop`, true)
}

async function seenArriving(
  pair: readonly [Reading, Reading],
  composer: SourceAtWork,
): Promise<void> {
  const arrived = async (): Promise<boolean> =>
    (await composer.entries()).filter((entry) => entry.includes('целиком')).length >= 3
  for (let more = 0; more < 12 && !(await arrived()); more++)
    await visit(pair, (one) => one.follow())
  timeline.check(
    'the source sees that all three have arrived',
    await arrived(),
    (await composer.entries()).join(' | ').slice(0, 400),
  )
}

/** A new profile, the eight words and nothing else. */
async function comeBack(
  system: System,
  open: { close(): Promise<void> }[],
  words: string,
  handler: HandlerAtWork,
): Promise<void> {
  const { readers } = system.welcome
  const pair = [await Reading.open(readers), await Reading.open(readers)] as const
  open.push(pair[0].profile, pair[1].profile)
  await visit(pair, (one) => one.load(FRONT_PAGE), apart)
  const composer = new SourceAtWork(pair[0].page)
  const swapped = words.split(' ').toSpliced(0, 2, ...words.split(' ').slice(0, 2).toReversed())
  if (swapped.join(' ') !== words)
    timeline.say(
      `two words exchanged: ${await composer.tryWords(swapped.join(' ')).catch(() => 'taken, one time in 256')}`,
    )
  await composer.goBack()
  await composer.returnBy(words)
  const read = async (): Promise<boolean> => (await composer.replies()).includes(ANSWER)
  for (let more = 0; more < 12 && !(await read()); more++) await visit(pair, (one) => one.follow())
  timeline.check('in a new profile, with the words only, the answer is read', await read())

  await composer.write(SECOND_LETTER)
  const note = join(folder, 'list.txt')
  await writeFile(note, LIST)
  await composer.attach(note, 'sealed')
  await composer.send()
  for (let more = 0; more < 12 && !(await isEmpty(composer)); more++)
    await visit(pair, (one) => one.follow())
  await until('the second letter stands at the desk', ARRIVE_MS, async () =>
    (await handler.texts()).includes(SECOND_LETTER),
  )
  timeline.check(
    'the source has written again, and nothing is doubled',
    (await handler.texts()).length === 4 && (await handler.contacts()) === 1,
  )
  const { bytes: sealed } = await handler.file(3)
  timeline.check(
    'two custody keys together open the list that she sealed for two',
    (await openByTwo(system.data, folder, sealed)).equals(LIST) && !sealedSays(sealed, LIST),
  )
  const acknowledged = async (): Promise<boolean> => /acknowledged/i.test(await handler.delivery())
  await until('the answer counts as read', ARRIVE_MS, acknowledged)
  timeline.check('the desk knows that the answer was read', true)
  const troubles = [...pair, handler].flatMap((one) => one.profile.troubles)
  timeline.check(
    'no page said an error or broke its policy',
    troubles.length === 0,
    troubles.join(' | '),
  )
}

/** Whether a piece of the text stands in the bytes as it is. */
function sealedSays(sealed: Uint8Array, text: Buffer): boolean {
  return Buffer.from(sealed).includes(text.subarray(0, 12))
}

/** What the browsers showed when it went wrong, for a person to look at. */
async function screenshots(open: readonly object[]): Promise<void> {
  for (const [at, one] of open.entries()) {
    if (!(one instanceof Profile)) continue
    const path = join(tmpdir(), `postern-journey-${at}.png`)
    const taken = await one.page.screenshot({ path, fullPage: true }).catch(() => null)
    if (taken !== null) timeline.say(`what browser ${at} showed: ${path}`)
  }
}
