import { fromUtf8, PosternError, toHex, type Suite } from '@postern/protocol'
import { type BlobStore, PEER_ORIGIN, type Peer, readBody } from '@postern/runtime'
import { z } from 'zod'

/** Larger than the largest picture, and than the manifest of a hundred thousand pages. */
const MOST_BYTES = 33_554_432

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const newestForm = z.object({ hash: hash.nullable() })
/** A name in the site's folder: never the manifest's, never a path. */
const name = z.string().regex(/^(?!manifest)[0-9a-z][0-9a-z.-]{0,99}$/)
const namesForm = z.object({ names: z.array(name).max(1_000_000) })

export interface SitePullParts {
  readonly suite: Suite
  readonly newsroom: Peer
  /** The front's own folder of the site. */
  readonly site: Pick<BlobStore, 'put' | 'list' | 'remove'>
  /** Replaces the manifest there in one step. */
  readonly exchange: (manifest: Uint8Array) => Promise<void>
}

/**
 * Takes new renderings of the site from the newsroom, as everything is taken here: by asking. Files
 * first and the manifest last, so that a front that is killed serves one whole rendering or the one
 * before. What the files mean it leaves to whoever reads the manifest.
 */
export class SitePull {
  readonly #parts: SitePullParts
  #taken: string | null = null

  constructor(parts: SitePullParts) {
    this.#parts = parts
  }

  /** PosternError 'site-damaged' for what is no such answer, or what the peer throws. */
  async pull(): Promise<void> {
    const newest = await this.#read('newest', newestForm)
    if (newest.hash === null || newest.hash === this.#taken) return
    const { names } = await this.#read(`names/${newest.hash}`, namesForm)
    const manifest = await this.#get(`manifest/${newest.hash}`)
    if (toHex(this.#parts.suite.sha256(manifest)) !== newest.hash)
      throw new PosternError('site-damaged')
    await this.#take(names)
    await this.#parts.exchange(manifest)
    this.#taken = newest.hash
    await this.#forget(new Set(names))
  }

  async #take(names: readonly string[]): Promise<void> {
    const held = new Set(await this.#parts.site.list(''))
    for (const one of names)
      if (!held.has(one)) await this.#parts.site.put(one, await this.#get(`file/${one}`))
  }

  async #forget(named: ReadonlySet<string>): Promise<void> {
    for (const one of await this.#parts.site.list(''))
      if (name.safeParse(one).success && !named.has(one)) await this.#parts.site.remove(one)
  }

  async #read<T>(path: string, form: z.ZodType<T>): Promise<T> {
    const bytes = await this.#get(path)
    try {
      return form.parse(JSON.parse(fromUtf8(bytes)))
    } catch {
      throw new PosternError('site-damaged')
    }
  }

  async #get(path: string): Promise<Uint8Array> {
    const response = await this.#parts.newsroom.fetch(new Request(`${PEER_ORIGIN}/site/${path}`))
    if (response.status !== 200) throw new PosternError('document-missing')
    return await readBody(response, MOST_BYTES)
  }
}
