import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

const BIN = '/usr/lib/postgresql/15/bin'

/** A PostgreSQL server of our own on loopback, a direct child; its data are gone when it stops. */
export interface Postgres {
  freshDatabase(): Promise<string>
  stop(): Promise<void>
}

export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-postgres-'))
  giveToPostgres(folder)
  const data = join(folder, 'data')
  const options = ['-D', data, '-U', 'postern', '-A', 'trust', '--no-sync', '-E', 'UTF8']
  const made = spawnSync(...asPostgres([`${BIN}/initdb`, ...options]))
  if (made.status !== 0) throw new Error(`initdb failed: ${String(made.stderr)}`)
  const port = await freePort()
  const flags = ['-D', data, '-k', folder, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1']
  const server = spawn(...asPostgres([`${BIN}/postgres`, ...flags]), { stdio: 'ignore' })
  const address = (name: string): string => `postgres://postern@127.0.0.1:${port}/${name}`
  await untilUp(address('postgres'))
  let count = 0
  return {
    async freshDatabase() {
      const name = `site${++count}`
      await query(address('postgres'), `CREATE DATABASE ${name}`)
      return address(name)
    },
    async stop() {
      await ended(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root. */
function asPostgres(words: string[]): [string, string[]] {
  if (userInfo().uid !== 0) return [words[0] ?? '', words.slice(1)]
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', ...words]]
}

function giveToPostgres(folder: string): void {
  if (userInfo().uid !== 0) return
  const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres']).stdout))
  chownSync(folder, ids[0] ?? 0, ids[1] ?? 0)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilUp(address: string): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (
      await query(address, 'SELECT 1').then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('PostgreSQL did not start within ten seconds')
}

async function query(address: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function ended(server: ChildProcess): Promise<void> {
  const over = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await over
}
