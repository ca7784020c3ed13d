import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HandlerAtWork } from '../journey/handler.ts'
import { System } from '../journey/system.ts'
import { Timeline } from '../journey/timeline.ts'
import { until } from '../journey/until.ts'
import { whyNot } from './can-run.ts'
import { sha256Hex } from '../journey/source.ts'
import { largeFile } from './large-file.ts'
import { pageMemory } from './page-memory.ts'
import { TorNetwork } from './tor-network.ts'
import { WithoutScript } from './without-script.ts'

/**
 * `npm run onion`, a part of `npm test`: the ways in by onion address, through a Tor network of its
 * own. It runs itself again in a network namespace that has loopback alone. `-- --megabytes 2000` sends
 * the largest file there may be.
 */
const INSIDE = '--inside'
const FIRST_PORT = 21_000
const ONION_PORT = FIRST_PORT + 6
const LARGE_BYTES = megabytes() * 1_000_000
const TEXT = 'Пишу без скриптов.\nПришлите ответ сюда же.'
const ANSWER = 'We have it, and we read it with care.'
const ARRIVE_MS = 180_000
const REACH_MS = 60_000

const timeline = new Timeline()
if (process.argv.includes(INSIDE)) await inside()
else await outside()
process.exitCode = timeline.failed === 0 ? process.exitCode : 1

/** Of the large file: enough to be killed in, unless told. */
function megabytes(): number {
  const at = process.argv.indexOf('--megabytes')
  return at < 0 ? 12 : Number(process.argv[at + 1])
}

async function outside(): Promise<void> {
  const reason = await whyNot()
  if (reason !== null) {
    timeline.skip(reason)
    return timeline.close()
  }
  const again = [...process.execArgv, ...process.argv.slice(1), INSIDE]
  const script = 'ip link set lo up && exec "$0" "$@"'
  const child = spawn('unshare', ['--net', 'sh', '-c', script, process.execPath, ...again], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = typeof code === 'number' ? code : 1
}

async function inside(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-onion-'))
  const open: { close(): Promise<void> }[] = []
  let network: TorNetwork | null = null
  let system: System | null = null
  try {
    timeline.say('making the keys of a Tor network')
    network = await TorNetwork.make(join(folder, 'tor'), ONION_PORT)
    timeline.say(`starting it, and every process of the rehearsal behind ${network.host}`)
    const onion = ['--onion', network.host]
    const [started] = await Promise.all([System.start(onion, FIRST_PORT), network.start()])
    system = started
    const handler = await journey(network, system, open)
    const address = `http://${network.host}`
    await largeFile(timeline, system, handler, { address, folder, bytes: LARGE_BYTES })
    await pageMemory(timeline, { host: network.host, port: ONION_PORT, folder })
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    timeline.check('the journey reaches its end', false, what)
  } finally {
    for (const one of open) await one.close().catch(() => undefined)
    if (system !== null) timeline.check('Ctrl-C stops all in order', (await system.stop()) === 0)
    await network?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  timeline.close()
}

async function journey(
  network: TorNetwork,
  system: System,
  open: { close(): Promise<void> }[],
): Promise<HandlerAtWork> {
  const address = `http://${network.host}`
  const source = await WithoutScript.open('ru')
  open.push(source)
  await until('the onion address answers', REACH_MS, async () =>
    source.page.goto(`${address}/ru/`).then(
      (answer) => answer?.status() === 200,
      () => false,
    ),
  )
  timeline.check('the site stands at the onion address', true)
  await source.reach(`${address}/ru/`)
  const words = await source.begin()
  timeline.check('eight words are made, shown and typed back', words.split(' ').length === 8)
  timeline.check('the thread is empty', (await source.answers()).length === 0)

  const paper = { name: 'скан.pdf', mimeType: 'application/pdf', buffer: randomBytes(40_000) }
  const said = await source.send(TEXT, [paper])
  timeline.check('a letter with a file is taken', / 4\./.test(said), said)

  const handler = await HandlerAtWork.open(system.welcome)
  open.push(handler.profile)
  await handler.openFirst(ARRIVE_MS)
  await until('the letter is at the desk', ARRIVE_MS, async () =>
    (await handler.texts()).some((text) => text.replaceAll('\r\n', '\n') === TEXT),
  )
  timeline.check('the handler has the text', true)
  const file = await handler.file(0)
  const same = file.sha256.includes(sha256Hex(paper.buffer)) && paper.buffer.equals(file.bytes)
  timeline.check('and the file, its hash and its bytes as they were sent', same, file.sha256)
  await handler.accept()
  await handler.answer(ANSWER)

  const back = await WithoutScript.open('en-GB')
  open.push(back)
  await back.page.goto(`${address}/en/door/`)
  await back.open(words)
  const shows = async (what: string, isThere: () => Promise<boolean>): Promise<void> => {
    await until(what, ARRIVE_MS, async () => {
      if (await isThere()) return true
      await back.lookAgain()
      return false
    })
  }
  await shows('the answer is in the thread', async () => (await back.answers()).length > 0)
  timeline.check(
    'who returns with the words alone reads the answer, without script',
    (await back.answers()).join() === ANSWER,
  )
  await shows('a receipt is in the thread', async () => (await back.received()).length > 0)
  const received = await back.received()
  timeline.check(
    'and that the desk has one message, by its receipts',
    received.length === 1 && (received[0] ?? '').endsWith(': 1'),
    received.join(' | '),
  )
  return handler
}
