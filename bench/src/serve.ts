import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freeFirstPort } from '../../tests/process/house/free-ports.ts'
import { House } from '../../tests/process/house/house.ts'
import { until } from '../../tests/process/house/until.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const ROUNDS = 5
const SECONDS = 4
const CONNECTIONS = 32
/** The server has one core to itself, who asks has the other. */
const [SERVER_CORE, CLIENT_CORE] = ['0', '1']
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding'])
const UP_MS = 30_000

/** A story as it is cached, asked for by 32 connections: requests a second, the median of five rounds. */
export interface ServeFigures {
  readonly bytes: number
  readonly front: number
  readonly plainNode: number
  readonly nginx: number
  /** The goal is at least 0.9. */
  readonly frontToPlainNode: number
  readonly frontToNginx: number
}

interface Server {
  readonly name: 'front' | 'plainNode' | 'nginx'
  readonly address: string
}

/** Linux with `wrk`, `nginx` and `taskset`. */
export async function serveFigures(say: (line: string) => void): Promise<ServeFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-serve-'))
  const house = await House.make()
  const children: ChildProcess[] = []
  try {
    await house.start('front')
    await pin(house.parts.front.pid)
    const answer = await answerOf(house.front + STORY)
    const port = await freeFirstPort()
    children.push(await startPlain(folder, port, answer))
    children.push(await startNginx(folder, port + 1, answer))
    const servers: readonly Server[] = [
      { name: 'front', address: house.front },
      { name: 'plainNode', address: `http://127.0.0.1:${port}` },
      { name: 'nginx', address: `http://127.0.0.1:${port + 1}` },
    ]
    for (const { name, address } of servers) await sameAnswer(name, address, answer)
    const rates = await rounds(servers, say)
    const [front, plainNode, nginx] = [rates.front, rates.plainNode, rates.nginx].map(median)
    if (front === undefined || plainNode === undefined || nginx === undefined)
      throw new TypeError('nothing was measured')
    const frontToPlainNode = front / plainNode
    const frontToNginx = front / nginx
    return { bytes: answer.body.length, front, plainNode, nginx, frontToPlainNode, frontToNginx }
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await house.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Answered {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** As a browser of today asks, which takes brotli; the bytes on the wire. */
async function answerOf(address: string): Promise<Answered> {
  const { get } = await import('node:http')
  return await new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'br' } }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        const named = Object.entries(response.headers).flatMap(([name, value]) =>
          HOP_HEADERS.has(name) || typeof value !== 'string' ? [] : [[name, value] as const],
        )
        resolve({ headers: Object.fromEntries(named), body: Buffer.concat(pieces) })
      })
    }).on('error', reject)
  })
}

/** What is compared gives the same bytes and headers. */
async function sameAnswer(name: string, address: string, wanted: Answered): Promise<void> {
  const isUp = async (): Promise<boolean> => (await fetch(address).catch(() => null)) !== null
  await until(`${name} answers`, isUp, UP_MS)
  const { headers, body } = await answerOf(address + STORY)
  const lacking = Object.entries(wanted.headers).filter(([key, value]) => headers[key] !== value)
  if (lacking.length > 0 || !body.equals(wanted.body))
    throw new Error(`${name} gives another answer: ${lacking.map(([key]) => key).join(', ')}`)
}

async function startPlain(folder: string, port: number, answer: Answered): Promise<ChildProcess> {
  const told = join(folder, 'answer.json')
  const body = answer.body.toString('base64')
  await writeFile(told, JSON.stringify({ headers: answer.headers, body }))
  const script = fileURLToPath(new URL('./plain-server.ts', import.meta.url))
  return spawn('taskset', ['-c', SERVER_CORE, process.execPath, script, String(port), told], {
    stdio: 'inherit',
  })
}

async function startNginx(folder: string, port: number, answer: Answered): Promise<ChildProcess> {
  const root = join(folder, 'www', STORY)
  await mkdir(root, { recursive: true })
  await writeFile(join(root, 'index.html'), answer.body)
  const own = new Set(['content-length', 'content-type'])
  const headers = Object.entries(answer.headers)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => `add_header ${name} "${value}";`)
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; etag off; if_modified_since off; keepalive_requests 100000000; sendfile on;
  open_file_cache max=100; default_type "${answer.headers['content-type'] ?? 'text/html'}"; types {}
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${port}; root ${folder}/www; ${headers.join(' ')} }
}`,
  )
  return spawn('taskset', ['-c', SERVER_CORE, 'nginx', '-c', config, '-p', folder], {
    stdio: 'inherit',
  })
}

async function rounds(
  servers: readonly Server[],
  say: (line: string) => void,
): Promise<Record<Server['name'], number[]>> {
  const rates: Record<Server['name'], number[]> = { front: [], plainNode: [], nginx: [] }
  for (let round = 1; round <= ROUNDS; round++)
    for (const { name, address } of servers) {
      const rate = await askAll(address + STORY)
      rates[name].push(rate)
      say(`  round ${round}, ${name.padEnd(9)} ${rate.toFixed(0).padStart(7)} /s`)
    }
  return rates
}

async function askAll(address: string): Promise<number> {
  const words = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-H', 'accept-encoding: br', address]
  const { stdout } = await promisify(execFile)('taskset', ['-c', CLIENT_CORE, 'wrk', ...words])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`not every answer was one:\n${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN)
}

async function pin(pid: number | null): Promise<void> {
  if (pid === null) throw new TypeError('the front does not run')
  await promisify(execFile)('taskset', ['-a', '-cp', SERVER_CORE, String(pid)])
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
}
