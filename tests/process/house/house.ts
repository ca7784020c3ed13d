import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { PART_ROLES, type PartRole } from '@postern/cli'
import { fromHex } from '@postern/protocol'
import { freeFirstPort } from './free-ports.ts'
import { PartProcess } from './part-process.ts'
import type { Place } from './place.ts'
import { until } from './until.ts'

const CLI: string = resolve(import.meta.dirname, '../../../packages/cli/src/main.ts')
const OPEN_MS = 60_000

type Fields = Record<string, unknown>

/**
 * The whole system as separate, confined processes in a data folder of its own, each of which a
 * test may stop, kill, reconfigure or replace by a liar. Whoever makes one removes it.
 */
export class House implements Place {
  readonly folder: string
  readonly firstPort: number
  readonly parts: Readonly<Record<PartRole, PartProcess>>
  readonly root: Uint8Array

  private constructor(folder: string, firstPort: number, root: Uint8Array) {
    this.folder = folder
    this.firstPort = firstPort
    this.root = root
    const part = (role: PartRole): PartProcess => new PartProcess(role, folder)
    this.parts = {
      front: part('front'),
      'mix-1': part('mix-1'),
      'mix-2': part('mix-2'),
      publisher: part('publisher'),
      desk: part('desk'),
      agent: part('agent'),
    }
  }

  /** Makes the data folder; nothing runs yet. */
  static async make(): Promise<House> {
    const base = await mkdtemp(join(tmpdir(), 'postern-house-'))
    const folder = join(base, 'data')
    const firstPort = await freeFirstPort()
    await prepare(folder, firstPort, [])
    const mark = fieldsOf(JSON.parse(await readFile(join(folder, 'rehearsal.json'), 'utf8')))
    return new House(folder, firstPort, fromHex(String(mark['root'])))
  }

  /** Everything runs and the door is open. */
  static async open(): Promise<House> {
    const house = await House.make()
    await house.start(...PART_ROLES)
    await house.doorOpens()
    return house
  }

  get front(): string {
    return `http://127.0.0.1:${this.firstPort}`
  }

  get desk(): string {
    return `http://127.0.0.1:${this.firstPort + 10}`
  }

  /** The first port, or that of a peer listener: front 1, mix-1 2, mix-2 3, publisher 4, desk 5. */
  port(offset: number): number {
    return this.firstPort + offset
  }

  async start(...roles: readonly PartRole[]): Promise<void> {
    await Promise.all(roles.map((role) => this.parts[role].start()))
  }

  /** One after the other, each in order; throws when one does not end with 0. */
  async stop(...roles: readonly PartRole[]): Promise<void> {
    for (const role of roles) {
      const code = await this.parts[role].end('SIGTERM')
      if (code !== 0) throw new Error(`${role} ended with ${code}: ${this.parts[role].lastWords}`)
    }
  }

  async kill(...roles: readonly PartRole[]): Promise<void> {
    await Promise.all(roles.map((role) => this.parts[role].end('SIGKILL')))
  }

  /** Kills what still runs, and removes the data folder and what lies beside it. */
  async remove(): Promise<void> {
    await this.kill(...PART_ROLES)
    await rm(dirname(this.folder), { recursive: true, force: true })
  }

  async config(role: PartRole): Promise<Fields> {
    return fieldsOf(JSON.parse(await readFile(join(this.folder, role, 'config.json'), 'utf8')))
  }

  /** Takes effect at the next start. */
  async reconfigure(role: PartRole, changes: Fields): Promise<void> {
    const text = JSON.stringify({ ...(await this.config(role)), ...changes })
    await writeFile(join(this.folder, role, 'config.json'), text)
  }

  /** Resolves when the front has a statement to serve. */
  async doorOpens(): Promise<void> {
    const isOpen = async (): Promise<boolean> =>
      (await fetch(`${this.front}/now`).catch(() => null))?.status === 200
    await until('the door opens', isOpen, OPEN_MS)
  }

  /** Resolves when the desk server has a first drop of both mixes, and the front one for readers. */
  async flows(): Promise<void> {
    const isThere = async (...names: string[]): Promise<boolean> =>
      (await readdir(join(this.folder, ...names)).catch(() => [])).length > 0
    const flows = async (): Promise<boolean> =>
      (await isThere('desk', 'drops', 'drop')) && (await isThere('front', 'documents', 'drop'))
    await until('everything flows', flows, OPEN_MS)
  }
}

/** What `postern up` does before it starts the first process. */
export async function prepare(
  folder: string,
  firstPort: number,
  more: readonly string[],
): Promise<void> {
  const words = [CLI, 'prepare', '--data', folder, '--port', `${firstPort}`, ...more]
  await promisify(execFile)(process.execPath, words)
}

export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object')
  return { ...value }
}
