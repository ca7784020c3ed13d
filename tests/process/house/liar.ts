import type { PartRole } from '@postern/cli'
import { fromHex, type SigningKey } from '@postern/protocol'
import { listenPeers, type Listening, nativeSuite } from '@postern/runtime'
import { fieldsOf, type House } from './house.ts'

/** What a liar answers to a path; null for 404. */
export type Lies = (path: string) => Uint8Array | null

/**
 * Stands in the place of a stopped process, with that process's own keys, and answers the others
 * what a test tells it to.
 */
export class Liar {
  readonly #listening: Listening
  /** The seed in the process's configuration: a mix's identity, the publisher's online signer. */
  readonly key: SigningKey
  /** Every path that was asked for. */
  readonly asked: Set<string>

  private constructor(listening: Listening, key: SigningKey, asked: Set<string>) {
    this.#listening = listening
    this.key = key
    this.asked = asked
  }

  static async inPlaceOf(house: House, role: PartRole, lies: Lies): Promise<Liar> {
    const config = await house.config(role)
    const peers = fieldsOf(config['peers'])
    const { host, port } = fieldsOf(peers['listen'])
    const { certificatePem, keyPem } = fieldsOf(peers['identity'])
    const asked = new Set<string>()
    const address = {
      host: String(host),
      port: Number(port),
      identity: { certificatePem: String(certificatePem), keyPem: String(keyPem) },
      allowed: namesOf(peers['allow']),
    }
    const listening = await listenPeers(address, (request) => {
      const { pathname } = new URL(request.url)
      asked.add(pathname)
      const bytes = lies(pathname)
      if (bytes === null) return new Response(null, { status: 404 })
      return new Response(new Uint8Array(bytes))
    })
    const seed = config['identitySeed'] ?? config['signerSeed']
    return new Liar(listening, nativeSuite.signingKey(fromHex(String(seed))), asked)
  }

  async end(): Promise<void> {
    await this.#listening.close()
  }
}

function namesOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, print]) => [name, String(print)]),
  )
}
