import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { fromHex } from '@postern/protocol'
import { buildReader, type Trusted } from '@postern/reader'
import { AS_BUILT, SITES } from './sites.ts'
import type { Passed } from './passing.ts'
import { SourcePatch } from './source-patch.ts'

const CLIENT = /^\/assets\/reader-[0-9a-f]+\.js$/

/** The sites beside the true one: its very pages, with another client in them or other headers. */
export class TwinSites {
  readonly #clients: ReadonlyMap<string, Buffer>

  private constructor(clients: ReadonlyMap<string, Buffer>) {
    this.#clients = clients
  }

  /** Builds each twin's client from the sources that the true one is built from. */
  static async build(trusted: Trusted): Promise<TwinSites> {
    const clients = new Map<string, Buffer>()
    for (const { name, host, patches } of SITES) {
      if (patches.length === 0) continue
      const plugins = patches.map((patch) => new SourcePatch(patch))
      const { script } = await buildReader(trusted, plugins)
      if (plugins.some(({ applied }) => applied === 0))
        throw new Error(`the client has nothing of what twin "${name}" changes: mend the twin`)
      clients.set(host, brotliCompressSync(script.bytes, QUICKLY))
    }
    return new TwinSites(clients)
  }

  /** Those that were built elsewhere, by host. */
  static of(clients: ReadonlyMap<string, Uint8Array>): TwinSites {
    return new TwinSites(new Map([...clients].map(([host, bytes]) => [host, Buffer.from(bytes)])))
  }

  get clients(): ReadonlyMap<string, Uint8Array> {
    return this.#clients
  }

  /** How many clients differ from the true one. */
  get count(): number {
    return this.#clients.size
  }

  /** What this host answers in place of the true site's answer. */
  apply(host: string, path: string, answer: Passed): Passed {
    const site = SITES.find((one) => one.host === host) ?? AS_BUILT
    const client = CLIENT.test(path) ? this.#clients.get(host) : undefined
    const shown = client === undefined ? answer : withBody(answer, client)
    return site.mayBeKept ? kept(shown) : shown
  }
}

const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

function withBody(answer: Passed, body: Buffer): Passed {
  const headers = {
    ...answer.headers,
    'content-encoding': 'br',
    'content-length': `${body.length}`,
  }
  return { ...answer, headers, body }
}

/** As a mirror might serve pages: Back may show the very document, and a new one is asked for. */
function kept(answer: Passed): Passed {
  const { headers } = answer
  if (headers['cache-control'] !== 'no-store') return answer
  return { ...answer, headers: { ...headers, 'cache-control': 'no-cache', vary: '*' } }
}

/** What a rehearsal's own client has compiled into it. */
export async function trustedOf(data: string): Promise<Trusted> {
  const mark: { root: string; organisation: string } = JSON.parse(
    await readFile(join(data, 'rehearsal.json'), 'utf8'),
  )
  return { root: fromHex(mark.root), organisation: fromHex(mark.organisation) }
}
