import { PosternError } from '@postern/protocol/error'
import type { Env } from '@postern/protocol'
import { Command, InvalidArgumentError } from 'commander'
import { readDuration } from './duration.ts'
import { EXIT, EXIT_HELP } from './exit-codes.ts'
import { FIRST_PORT, HIGHEST_FIRST_PORT } from './ports.ts'
import { runPart } from './run-part.ts'
import { createSay } from './say.ts'

const DATA = 'data'

/** The commands of `postern`. */
export function createProgram(): Command {
  const program = new Command('postern')
    .description('A door in every page: confidential contact that cannot be told from reading.')
    .version('0.1.0')
    .addHelpText('after', `${EXIT_HELP}\n${EXAMPLES}`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.person))
  addUp(program)
  addStatus(program)
  addVerify(program)
  addStamp(program)
  addImport(program)
  addCopies(program)
  addCustody(program)
  addParts(program)
  addHelpers(program)
  return program
}

const EXAMPLES = `
Examples:
  postern up                                 everything on this machine, to try it
  postern up --port 9000 --data /tmp/postern
  postern up --clock-offset 40d              as if forty days had passed
  postern up --onion abc….onion              the same at an onion address (docs/operate.md)
  postern verify https://example.org         check a site as its readers' pages do
  postern verify http://127.0.0.1:8080 --words "able baker ..."
  postern status --json
  postern stamp 12                           somebody floods the door: every cell pays more
  postern stamp off                          as before
  postern import-wxr paper.xml --language en  the stories of a WordPress site
  postern custody half --key my.key sealed-1.bin  your half of an original sealed for two
  postern mix /var/lib/postern/mix-1         run one process under your own supervisor`

function addUp(program: Command): void {
  program
    .command('up')
    .description('run a rehearsal of everything on this machine, until Ctrl-C')
    .option('--data <folder>', 'where everything is kept', DATA)
    .option('--port <number>', "readers' port; the others follow it", readPort, FIRST_PORT)
    .option('--clock-offset <span>', 'move the clock ahead, like 40d (rehearsal only)', readSpan)
    .option('--onion <host>', 'the onion address that Tor hands on to this machine', readOnion)
    .option('--json', 'one JSON object for machines', false)
    .action(async ({ data, port, clockOffset, onion, json }: UpFlags) => {
      const clockOffsetMs = clockOffset ?? null
      const { up } = await import('./up.ts')
      await up({ data, firstPort: port, clockOffsetMs, onion: onion ?? null }, createSay(json))
    })
}

interface UpFlags {
  data: string
  port: number
  clockOffset?: number
  onion?: string
  json: boolean
}

function addStatus(program: Command): void {
  program
    .command('status')
    .description('how the processes of a running rehearsal are')
    .option('--data <folder>', 'the data folder it runs with', DATA)
    .option('--json', 'one JSON object for machines', false)
    .action(async ({ data, json }: { data: string; json: boolean }) => {
      const { status } = await import('./status.ts')
      await status(data, createSay(json))
    })
}

function addVerify(program: Command): void {
  program
    .command('verify <address>')
    .description("check a site's trust list, statements and /now as readers' pages do")
    .option('--words <words>', "the root's twelve words, as printed or spoken")
    .option('--json', 'one JSON object for machines', false)
    .action(async (address: string, { words, json }: { words?: string; json: boolean }) => {
      const { verifyCommand } = await import('./verify-command.ts')
      await verifyCommand(address, words ?? null, createSay(json))
    })
}

function addStamp(program: Command): void {
  program
    .command('stamp <bits>')
    .description('how much work every cell pays from the next statement on; or "off"')
    .option('--data <folder>', 'the data folder with the publisher', DATA)
    .option('--json', 'one JSON object for machines', false)
    .action(async (bits: string, { data, json }: { data: string; json: boolean }) => {
      const { stamp } = await import('./stamp.ts')
      await stamp(data, readBits(bits), createSay(json))
    })
}

function addImport(program: Command): void {
  program
    .command('import-wxr <file>')
    .description(
      'take in the stories and approved comments of a WordPress export, while all is stopped',
    )
    .requiredOption('--language <language>', 'of its stories, as the paper names it: en')
    .option('--data <folder>', 'the data folder with the newsroom', DATA)
    .option('--json', 'one JSON object for machines', false)
    .action(async (file: string, { language, data, json }: ImportFlags) => {
      const { importCommand } = await import('./import-command.ts')
      await importCommand(await clock(), { file, language, data }, createSay(json))
    })
}

interface ImportFlags {
  language: string
  data: string
  json: boolean
}

function addCopies(program: Command): void {
  program
    .command('copy-site <folder>')
    .description(
      'the whole site as files for a mirror, any web server or a stick, with signed hashes',
    )
    .option('--for-disk', 'links name files, so that a browser opens it from a disk', false)
    .option('--data <folder>', 'the data folder with the site', DATA)
    .option('--json', 'one JSON object for machines', false)
    .action(async (target: string, { forDisk, data, json }: CopyFlags) => {
      const { copySite } = await import('./site-copy/copy-site.ts')
      await copySite(await clock(), { target, data, forDisk }, createSay(json))
    })
  program
    .command('check-copy <folder>')
    .description('check a copy of a site, from whatever hand, against its signed hashes')
    .option('--words <words>', "the root's twelve words, as printed or spoken")
    .option('--json', 'one JSON object for machines', false)
    .action(async (target: string, { words, json }: { words?: string; json: boolean }) => {
      const { checkCopy } = await import('./site-copy/check-copy.ts')
      const { suite } = await clock()
      await checkCopy(suite, { target, words: words ?? null }, createSay(json))
    })
}

interface CopyFlags {
  forDisk: boolean
  data: string
  json: boolean
}

function addCustody(program: Command): void {
  const custody = program
    .command('custody')
    .description('open an original that a source sealed for two persons')
  custody
    .command('half <sealed>')
    .description('what your key opens of it, into a file beside it')
    .requiredOption('--key <file>', 'your custody key')
    .option('--json', 'one JSON object for machines', false)
    .action(async (sealed: string, { key, json }: { key: string; json: boolean }) => {
      const { custodyHalf } = await import('./custody/custody.ts')
      await custodyHalf(await clock(), key, sealed, createSay(json))
    })
  custody
    .command('open <sealed> <half> <half>')
    .description('both halves, into the original')
    .requiredOption('--out <file>', 'where the original goes; nothing is written over')
    .option('--json', 'one JSON object for machines', false)
    .action(
      async (
        sealed: string,
        first: string,
        second: string,
        { out, json }: { out: string; json: boolean },
      ) => {
        const { custodyOpen } = await import('./custody/custody.ts')
        await custodyOpen(await clock(), sealed, [first, second], out, createSay(json))
      },
    )
}

async function clock(): Promise<Env> {
  const { systemEnv } = await import('@postern/runtime')
  return systemEnv()
}

function addParts(program: Command): void {
  const about = 'run this one process from its data folder'
  program
    .command('front <folder>')
    .description(about)
    .action((folder: string) => runPart('front', folder))
  program
    .command('mix <folder>')
    .description(about)
    .action((folder: string) => runPart('mix-1', folder))
  program
    .command('publisher <folder>')
    .description(about)
    .action((folder: string) => runPart('publisher', folder))
  const desk = program
    .command('desk <folder>')
    .description(`${about}; or "desk agent <folder>"`)
    .action((folder: string) => runPart('desk', folder))
  desk
    .command('agent <folder>')
    .description("keep a desk's trays full while no handler is there")
    .action((folder: string) => runPart('agent', folder))
}

/** What `up` runs as processes of their own, so that their memory ends with them. */
function addHelpers(program: Command): void {
  program
    .command('prepare', { hidden: true })
    .requiredOption('--data <folder>')
    .requiredOption('--port <number>', '', readPort)
    .option('--clock-offset <span>', '', readSpan)
    .option('--onion <host>', '', readOnion)
    .action(async ({ data, port, clockOffset, onion }: UpFlags) => {
      const { prepare } = await import('./prepare.ts')
      const clockOffsetMs = clockOffset ?? null
      const options = { firstPort: port, clockOffsetMs, onion: onion ?? null }
      const say = (line: string): void => void process.stderr.write(`${line}\n`)
      process.stdout.write(JSON.stringify(await prepare(data, options, say)))
      process.exit(0)
    })
  program
    .command('renew', { hidden: true })
    .requiredOption('--data <folder>')
    .requiredOption('--clock-offset <span>', '', readSpan)
    .action(async ({ data, clockOffset }: { data: string; clockOffset: number }) => {
      const { renewNow } = await import('./trust-renewal.ts')
      process.stdout.write(JSON.stringify(await renewNow(data, clockOffset)))
    })
}

function readBits(text: string): number | null {
  if (text === 'off') return null
  if (/^\d{1,2}$/.test(text)) return Number(text)
  throw new PosternError('bad-usage', 'Say how many bits, like 12, or off.')
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= HIGHEST_FIRST_PORT) return port
  throw new InvalidArgumentError(`Ports go from 1 to ${HIGHEST_FIRST_PORT}.`)
}

function readOnion(text: string): string {
  if (/^[a-z2-7]{56}\.onion$/.test(text)) return text
  throw new InvalidArgumentError('Give what Tor wrote into the file hostname: ….onion.')
}

function readSpan(text: string): number {
  try {
    return readDuration(text)
  } catch (error) {
    if (error instanceof PosternError) throw new InvalidArgumentError('Write it like 40d or 12h.')
    throw error
  }
}
