import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { System } from '../journey/system.ts'
import { launchBrowser } from './browser.ts'
import { type Certificate, makeCertificate } from './certificate.ts'
import { run } from './command.ts'
import { ELSEWHERE } from './elsewhere.ts'
import { Lane } from './lane.ts'
import { RequestLog } from './request-log.ts'
import { type Site, SITES } from './sites.ts'
import { Terminator } from './terminator.ts'
import { trustedOf, TwinSites } from './twin-sites.ts'

/** A lane with the browser in it. */
export interface Household {
  readonly lane: Lane
  readonly browser: Browser
}

/** Everything real that a run needs: the rehearsal, nginx before it, and people's lanes to it. */
export class Ground {
  readonly folder: string
  readonly system: System
  readonly log: RequestLog
  readonly households: readonly Household[]
  readonly #terminator: Terminator
  readonly #port: number

  private constructor(
    folder: string,
    system: System,
    log: RequestLog,
    terminator: Terminator,
    port: number,
    households: readonly Household[],
  ) {
    this.folder = folder
    this.system = system
    this.log = log
    this.#terminator = terminator
    this.#port = port
    this.households = households
  }

  static async open(lanes: number): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'postern-traffic-'))
    const system = await System.start()
    const twins = await TwinSites.build(await trustedOf(system.data))
    const log = await RequestLog.start(system.welcome.readers, twins)
    const port = log.port + 1
    const hosts = [...SITES.map(({ host }) => host), ELSEWHERE]
    const certificate = await makeCertificate(folder, hosts)
    const places = { certificate, listenPort: port, frontPort: log.port }
    const terminator = await Terminator.start(folder, places)
    const front = (await system.processes()).find(({ name }) => name === 'front')?.pid
    await favour(front, log.pid)
    const households = await openHouseholds(folder, lanes, certificate)
    return new Ground(folder, system, log, terminator, port, households)
  }

  originOf({ host }: Site): string {
    return `https://${host}:${this.#port}`
  }

  get chromium(): Promise<string> {
    return this.households[0]?.browser.version() ?? Promise.resolve('none')
  }

  async close(): Promise<void> {
    await Promise.all(
      this.households.map(async ({ browser, lane }) => {
        await browser.close()
        await lane.close()
      }),
    )
    await this.#terminator.stop()
    await this.log.stop()
    await this.system.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Of the kernel's real-time scheduling: before everything that has an ordinary turn. */
const TURN = ['-a', '-f', '-p', '10']

/**
 * Servers get the processor whenever they want it: a site's machines are not those of its readers, and
 * what a browser does delays no answer but its own.
 */
async function favour(...servers: readonly (number | null | undefined)[]): Promise<void> {
  if (!servers.every((pid) => typeof pid === 'number')) throw new Error('a server does not run')
  for (const pid of servers) await run('chrt', ...TURN, String(pid))
}

async function openHouseholds(
  folder: string,
  lanes: number,
  { pin }: Certificate,
): Promise<Household[]> {
  const indices = Array.from({ length: lanes }, (_, index) => index)
  return await Promise.all(
    indices.map(async (index) => {
      const lane = await Lane.open(folder, index)
      return { lane, browser: await launchBrowser(lane, pin) }
    }),
  )
}
