import { fromUtf8, type Suite, toHex, utf8 } from '@postern/protocol'
import {
  contentHash,
  packSite,
  type RenderOptions,
  renderSite,
  type SiteEntry,
  type SiteManifest,
  type SiteRecords,
} from '@postern/site'
import { MANIFEST, type SiteFolder } from './site-folder.ts'

/** A rendering as the front asks for it: by the hash of its manifest, with all that it may need. */
export interface LaidSite {
  /** SHA-256 of the manifest, hex. */
  readonly hash: string
  readonly manifest: Uint8Array
  readonly names: readonly string[]
}

/**
 * Renders the site into a folder for the front to pull. Files are named by their content and the
 * manifest is exchanged last: whoever reads sees one whole rendering or the one before, whatever was
 * killed in between.
 */
export class SitePress {
  readonly #suite: Suite
  readonly #folder: SiteFolder
  readonly #options: RenderOptions
  #laid: LaidSite | null = null
  #queue: Promise<void> = Promise.resolve()

  private constructor(suite: Suite, folder: SiteFolder, options: RenderOptions) {
    this.#suite = suite
    this.#folder = folder
    this.#options = options
  }

  static async open(suite: Suite, folder: SiteFolder, options: RenderOptions): Promise<SitePress> {
    const press = new SitePress(suite, folder, options)
    await press.#look()
    return press
  }

  /** Null before the first rendering. */
  get laid(): LaidSite | null {
    return this.#laid
  }

  /** Null for what is not of the newest rendering. */
  async file(name: string): Promise<Uint8Array | null> {
    return this.#laid?.names.includes(name) === true ? await this.#folder.get(name) : null
  }

  /** One rendering after the other; resolves when the front can have this one. */
  async publish(records: () => Promise<SiteRecords>): Promise<void> {
    const work = this.#queue.then(async () => await this.#publish(await records()))
    this.#queue = work.catch(() => undefined)
    await work
  }

  async #publish(records: SiteRecords): Promise<void> {
    const known = this.#known()
    const site = await renderSite(records, this.#options)
    const fresh = new Map(
      [...site].filter(([path, file]) => known[path]?.file !== contentHash(file.bytes)),
    )
    const { manifest, files } = packSite(fresh)
    const entries = [...site.keys()].map((path) => [path, manifest.paths[path] ?? known[path]])
    const whole: SiteManifest = { version: 1, paths: Object.fromEntries(entries) }
    for (const [name, content] of files) await this.#folder.put(name, content)
    await this.#folder.exchange(utf8(JSON.stringify(whole)))
    await this.#sweep(whole)
    await this.#look()
  }

  #known(): Readonly<Record<string, SiteEntry>> {
    return this.#laid === null ? {} : manifestOf(this.#laid.manifest).paths
  }

  async #sweep(manifest: SiteManifest): Promise<void> {
    const named = new Set([MANIFEST, ...namesOf(manifest)])
    for (const name of await this.#folder.list(''))
      if (!named.has(name)) await this.#folder.remove(name)
  }

  async #look(): Promise<void> {
    const manifest = await this.#folder.get(MANIFEST)
    if (manifest === null) return
    const names = (await this.#folder.list('')).filter((name) => name !== MANIFEST)
    this.#laid = { hash: toHex(this.#suite.sha256(manifest)), manifest, names }
  }
}

function namesOf({ paths }: SiteManifest): string[] {
  return Object.values(paths).flatMap(({ file, br, gzip }) =>
    [file, br, gzip].filter((name) => name !== null),
  )
}

/** Its own bytes, from its own folder. */
function manifestOf(bytes: Uint8Array): SiteManifest {
  const value: SiteManifest = JSON.parse(fromUtf8(bytes))
  return value
}
