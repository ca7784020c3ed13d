import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../journey/until.ts'
import { makeIdentity, type TorIdentity } from './tor-identity.ts'
import { authorityLines, clientLines, commonLines, onionLines, relayLines } from './torrc.ts'

const AUTHORITIES = ['a1', 'a2', 'a3'] as const
const RELAYS = ['r1', 'r2', 'r3'] as const
/** Both at once: every authority is a relay too. */
const IN_CONSENSUS: number = AUTHORITIES.length + RELAYS.length
const START_MS = 90_000
const STOP_MS = 5_000

export const SOCKS_PORT = 19_050

/**
 * A Tor network of its own, of Debian's tor, on loopback: three authorities, three relays, one onion
 * service and one client. It runs where only loopback is; nothing can leave the machine.
 */
export class TorNetwork {
  readonly #folder: string
  readonly #running = new Map<string, ChildProcess>()
  /** `….onion` */
  readonly host: string

  private constructor(folder: string, host: string) {
    this.#folder = folder
    this.host = host
  }

  /** Makes every key and torrc; nothing runs yet. The service hands on to `servicePort`. */
  static async make(folder: string, servicePort: number): Promise<TorNetwork> {
    const authorities = await Promise.all(
      AUTHORITIES.map((name, at) => makeIdentity(join(folder, name), name, at)),
    )
    const network = authorities.map(({ line }) => line)
    const lay = async (name: string, lines: readonly string[]): Promise<void> => {
      await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
      const all = [...commonLines(join(folder, name)), ...network, ...lines]
      await writeFile(join(folder, name, 'torrc'), `${all.join('\n')}\n`)
    }
    await Promise.all([
      ...authorities.map((one: TorIdentity) => lay(one.name, authorityLines(one))),
      ...RELAYS.map((name, at) => lay(name, relayLines(name, at))),
      lay('client', clientLines(SOCKS_PORT)),
      lay('onion', onionLines(join(folder, 'onion', 'service'), servicePort)),
    ])
    return new TorNetwork(folder, await hostOf(folder))
  }

  /** Relays first, then the service and the client; resolves when both know the network. */
  async start(): Promise<void> {
    for (const name of [...AUTHORITIES, ...RELAYS]) this.#spawn(name)
    const consensus = join(this.#folder, 'a1', 'cached-microdesc-consensus')
    await until('the relays agree', START_MS, async () => {
      const text = await readFile(consensus, 'utf8').catch(() => '')
      return (text.match(/^r /gm) ?? []).length >= IN_CONSENSUS
    })
    this.#spawn('onion')
    this.#spawn('client')
  }

  /** Cuts every circuit of the client at once; it comes back by itself. */
  async cutClient(): Promise<void> {
    await this.#end('client', 'SIGKILL')
    this.#spawn('client')
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.#end(name, 'SIGTERM')))
  }

  #spawn(name: string): void {
    const torrc = join(this.#folder, name, 'torrc')
    this.#running.set(name, spawn('tor', ['-f', torrc], { stdio: 'ignore' }))
  }

  async #end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#running.get(name)
    this.#running.delete(name)
    if (child === undefined || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(force)
  }
}

/** Tor writes a service's name before it has any network. */
async function hostOf(folder: string): Promise<string> {
  const torrc = join(folder, 'onion', 'torrc')
  const child = spawn('tor', ['-f', torrc, '--DisableNetwork', '1'], { stdio: 'ignore' })
  const file = join(folder, 'onion', 'service', 'hostname')
  const read = async (): Promise<string> => (await readFile(file, 'utf8').catch(() => '')).trim()
  await until('the onion service has a name', START_MS, async () => (await read()) !== '')
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  return await read()
}
