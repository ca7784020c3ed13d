import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHROMIUM } from './chromium.ts'
import { Daemon, run } from './command.ts'
import { type Packet, readCapture } from './packets.ts'

/** Segments stay as they travel: without this, captures show frames that no cable carries. */
const OFFLOADS = ['tso', 'off', 'gso', 'off', 'gro', 'off']
/** KiB that the kernel holds for a capture while this process is busy. */
const CAPTURE_BUFFER = '16384'
/** No household's: to see whether there can be any. */
const TRIAL = 99

/** One household: a network namespace of its own, a cable to the site, and a tap on the cable. */
export class Lane {
  /** Of the site, as this lane reaches it. */
  readonly gateway: string
  /** Of the reader. */
  readonly address: string
  /** Starts Chromium inside the namespace. */
  readonly chromium: string
  readonly #name: string
  readonly #capture: string
  #tap: Daemon | null = null

  private constructor(folder: string, index: number) {
    const block = `10.${100 + (process.pid % 100)}.${index}`
    this.#name = `pt${process.pid}-${index}`
    this.gateway = `${block}.1`
    this.address = `${block}.2`
    this.chromium = join(folder, `chromium-${index}`)
    this.#capture = join(folder, `lane-${index}.pcap`)
  }

  /** Why this machine gives nobody a lane; null where it does. */
  static async whyNot(): Promise<string | null> {
    if (process.getuid?.() !== 0)
      return 'captures need network namespaces, which only root may make: run this as root'
    const folder = await mkdtemp(join(tmpdir(), 'postern-lane-'))
    try {
      await (await Lane.open(folder, TRIAL)).close()
      return null
    } catch (error) {
      const [why = ''] = String(error).split('\n')
      return `this machine gives no network namespaces (${why})`
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  static async open(folder: string, index: number): Promise<Lane> {
    const lane = new Lane(folder, index)
    const name = lane.#name
    await run('ip', 'netns', 'add', name)
    await run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
    await run('ip', 'addr', 'add', `${lane.gateway}/30`, 'dev', name)
    await run('ip', '-n', name, 'addr', 'add', `${lane.address}/30`, 'dev', 'eth0')
    await run('ethtool', '-K', name, ...OFFLOADS)
    await run('ip', 'netns', 'exec', name, 'ethtool', '-K', 'eth0', ...OFFLOADS)
    await run('ip', 'link', 'set', name, 'up')
    for (const device of ['lo', 'eth0']) await run('ip', '-n', name, 'link', 'set', device, 'up')
    await writeFile(lane.chromium, `#!/bin/sh\nexec ip netns exec ${name} ${CHROMIUM} "$@"\n`)
    await chmod(lane.chromium, 0o755)
    return lane
  }

  /** From now on every packet is kept. */
  async listen(): Promise<void> {
    const words = ['-i', this.#name, '-s', '0', '-U', '-B', CAPTURE_BUFFER]
    this.#tap = new Daemon('tcpdump', [...words, '-w', this.#capture, '-n', 'tcp'])
    await this.#tap.says('listening on')
  }

  /** Ends the capture; Error when the kernel had to drop packets. */
  async packets(): Promise<Packet[]> {
    const said = (await this.#tap?.stop()) ?? ''
    this.#tap = null
    if (!said.includes('\n0 packets dropped by kernel'))
      throw new Error(`the capture is not whole: ${said}`)
    return readCapture(this.#capture, this.address)
  }

  async close(): Promise<void> {
    await this.#tap?.stop()
    await run('ip', 'netns', 'del', this.#name)
  }
}
