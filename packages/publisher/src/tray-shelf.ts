import {
  decodeTrayPack,
  deskOfInterval,
  type Parameters,
  PosternError,
  toHex,
  type TrayPack,
} from '@postern/protocol'
import type { BlobStore, Log } from '@postern/runtime'

/**
 * Each desk's next trays, as it last handed them over (R3). A pack has one length whatever is in
 * it, is taken at clock times only, and is on disk before a drop is made from it: a desk server
 * that falls silent leaves answers going for 24 trays, also across a restart.
 */
export class TrayShelf {
  readonly #store: BlobStore
  readonly #log: Log
  readonly #parameters: Parameters
  /** By desk id (hex). */
  readonly #packs = new Map<string, TrayPack>()
  /** The first interval that this process made a drop for. */
  #since: number | null = null

  constructor(parts: { store: BlobStore; log: Log; parameters: Parameters }) {
    this.#store = parts.store
    this.#log = parts.log
    this.#parameters = parts.parameters
  }

  async restore(): Promise<void> {
    for (const name of await this.#store.list('trays/')) {
      const [, desk = ''] = name.split('/')
      const pack = this.#decode(await this.#store.get(name))
      if (pack === null) await this.#store.remove(name)
      else this.#packs.set(desk, pack)
    }
  }

  /** True when this desk's trays were taken at this interval already, so before a restart. */
  async has(desk: Uint8Array, interval: number): Promise<boolean> {
    return (await this.#store.list(nameOf(desk, interval))).includes(nameOf(desk, interval))
  }

  /** Takes what a desk handed over at this interval; anything but a pack is counted and left. */
  async take(desk: Uint8Array, interval: number, bytes: Uint8Array): Promise<void> {
    const pack = this.#decode(bytes)
    if (pack === null) return this.#log.count('document-refused')
    await this.#store.put(nameOf(desk, interval), bytes)
    this.#packs.set(toHex(desk), pack)
    this.#log.count('tray-taken')
    await this.#removeOlder(desk, interval)
  }

  /** True when half of the trays that a desk last handed over have had their time. */
  isRunningOut(desks: readonly Uint8Array[], interval: number): boolean {
    this.#since ??= interval
    const since = this.#since
    const bound = (this.#parameters.traysAhead / 2) * desks.length
    return desks.some((desk) => {
      const first = this.#packs.get(toHex(desk))?.firstInterval ?? since
      return interval - first >= bound
    })
  }

  /** The tray for an interval, from the desk whose turn it is; null when it left none. */
  trayOf(desks: readonly Uint8Array[], interval: number): Uint8Array | null {
    const desk = desks[deskOfInterval(interval, desks.length)]
    const pack = desk === undefined ? undefined : this.#packs.get(toHex(desk))
    const place = (interval - (pack?.firstInterval ?? 0)) / desks.length
    const tray = (Number.isSafeInteger(place) && pack?.trays[place]) || null
    if (tray === null) this.#log.count('tray-missing')
    return tray
  }

  #decode(bytes: Uint8Array | null): TrayPack | null {
    if (bytes === null) return null
    try {
      return decodeTrayPack(this.#parameters, bytes)
    } catch (error) {
      if (error instanceof PosternError) return null
      throw error
    }
  }

  async #removeOlder(desk: Uint8Array, interval: number): Promise<void> {
    for (const name of await this.#store.list(`trays/${toHex(desk)}/`)) {
      if (name !== nameOf(desk, interval)) await this.#store.remove(name)
    }
  }
}

const nameOf = (desk: Uint8Array, interval: number): string =>
  `trays/${toHex(desk)}/${String(interval).padStart(12, '0')}`

/** Where the desk server hands over a desk's trays. */
export const trayPath = (desk: Uint8Array): string => `/trays/${toHex(desk)}`
