import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { toHex } from '@postern/protocol'
import { type PeerClient, peerClient, type PeerIdentity } from '@postern/runtime'
import { freshFolder } from './fresh-folder.ts'
import type { House } from './house.ts'

const repository = resolve(import.meta.dirname, '../../..')

/** Who is who on the wire of a test. */
export interface Wires {
  readonly identities: Readonly<Record<'mix-1' | 'mix-2' | 'test', PeerIdentity>>
  readonly ports: Readonly<Record<'mix-1' | 'mix-2' | 'test', number>>
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A mix as a confined process on a data folder of its own; the test is its front and publisher. */
export class MixProcess {
  readonly folder: string = freshFolder()
  readonly client: PeerClient
  #child: ChildProcess | null = null
  stderr: string = ''

  constructor(house: House, role: 'mix-1' | 'mix-2', wires: Wires, seed: Uint8Array) {
    const { identities, ports } = wires
    const urlOf = (name: 'mix-1' | 'mix-2' | 'test'): { url: string; fingerprint: string } => ({
      url: `https://127.0.0.1:${ports[name]}`,
      fingerprint: identities[name].fingerprint,
    })
    const { certificatePem, keyPem } = identities[role]
    const config = {
      role,
      column: 'rehearsal',
      organisation: toHex(house.organisation),
      root: toHex(house.root.publicKey),
      clockOffsetMs: 0,
      identitySeed: toHex(seed),
      threads: 2,
      peers: {
        listen: { host: '127.0.0.1', port: ports[role] },
        identity: { certificatePem, keyPem },
        allow: { 'mix-2': identities['mix-2'].fingerprint, test: identities.test.fingerprint },
        known: { front: urlOf('test'), publisher: urlOf('test'), 'mix-1': urlOf('mix-1') },
      },
    }
    writeFileSync(join(this.folder, 'config.json'), JSON.stringify(config), { mode: 0o600 })
    this.client = peerClient({ ...urlOf(role), identity: identities.test })
  }

  handle(request: Request): Promise<Response> {
    return this.client.fetch(request)
  }

  async start(): Promise<void> {
    const rights = [
      '--permission',
      `--allow-fs-read=${repository}`,
      `--allow-fs-read=${this.folder}`,
      `--allow-fs-write=${this.folder}`,
      '--allow-net',
      '--allow-worker',
    ]
    const main = join(repository, 'packages/mix/src/main.ts')
    const child = spawn(process.execPath, [...rights, main, this.folder], { cwd: this.folder })
    this.#child = child
    child.stderr.on('data', (part: Buffer) => (this.stderr += part.toString()))
    await new Promise<void>((ready, failed) => {
      child.stdout.once('data', () => ready())
      child.once('exit', () => failed(new Error(`the mix ended: ${this.stderr}`)))
    })
  }

  /** The exit code, or null when it was killed or did not run. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    this.#child = null
    return child.exitCode
  }
}
