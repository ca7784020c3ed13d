import { type Suite, toHex } from '@postern/protocol'
import { Edition, type RenderOptions, renderSite, type SiteRecords } from '@postern/site'
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
    const edition = await Edition.open(this.#folder)
    await edition.layAll(await renderSite(records, this.#options))
    await this.#look()
  }

  async #look(): Promise<void> {
    const manifest = await this.#folder.get(MANIFEST)
    if (manifest === null) return
    const names = (await this.#folder.list('')).filter((name) => name !== MANIFEST)
    this.#laid = { hash: toHex(this.#suite.sha256(manifest)), manifest, names }
  }
}
