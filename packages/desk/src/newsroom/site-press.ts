import { type Suite, toHex } from '@postern/protocol'
import {
  type Around,
  Edition,
  type EditionStore,
  type Instant,
  type Language,
  MANIFEST,
  type PageKey,
  type PageMaker,
  pageMaker,
  Publication,
  publishDue,
  type RenderOptions,
  type SiteStore,
  type Story,
} from '@postern/site'

/** A rendering as the front asks for it: by the hash of its manifest, with all that it may need. */
export interface LaidSite {
  /** SHA-256 of the manifest, hex. */
  readonly hash: string
  readonly manifest: Uint8Array
  readonly names: readonly string[]
}

/** What pages are made from and with, and where they are laid. */
export interface PressParts {
  readonly suite: Suite
  readonly folder: EditionStore
  readonly store: SiteStore
  readonly options: RenderOptions
  readonly around: Around
}

/** What a press lays with. */
interface Laying {
  readonly maker: PageMaker
  readonly edition: Edition
  readonly publication: Publication
}

/** One story in one language. */
export interface StoryName {
  readonly story: string
  readonly language: string
}

/**
 * Lays the site into a folder for the front to pull. Files are named by their content and the
 * manifest is exchanged last: whoever reads sees one whole rendering or the one before, whatever was
 * killed in between. All pages are made when the process starts, so that changed code shows; from
 * then on only what a change touches.
 */
export class SitePress {
  readonly #parts: PressParts
  #laid: LaidSite | null = null
  #laying: Laying | null = null
  /** The day of the last whole rendering: on another one some letters are closed. */
  #day: string | null = null
  #queue: Promise<void> = Promise.resolve()

  private constructor(parts: PressParts) {
    this.#parts = parts
  }

  static async open(parts: PressParts): Promise<SitePress> {
    const press = new SitePress(parts)
    await press.#look()
    return press
  }

  /** Null before the first rendering. */
  get laid(): LaidSite | null {
    return this.#laid
  }

  /** Null for what is not of the newest rendering. */
  async file(name: string): Promise<Uint8Array | null> {
    return this.#laid?.names.includes(name) === true ? await this.#parts.folder.get(name) : null
  }

  /** Every page anew; resolves when the front can have them. */
  async layAll(): Promise<void> {
    await this.#inTurn(() => this.#layAll())
  }

  /** What was saved since, and these stories, whose letters are others. */
  async layChanges(lettersTo: readonly StoryName[] = []): Promise<void> {
    await this.#inTurn(async () => {
      const { today } = this.#parts.around
      const publication = this.#laying?.publication ?? null
      if (publication === null || this.#day !== (today?.() ?? null)) return await this.#layAll()
      await publication.layChanges()
      if (lettersTo.length > 0) await publication.layPages(pagesWithLetters(lettersTo))
    })
  }

  /** One language's front page, whose order changed. */
  async layFront(language: Language): Promise<void> {
    await this.#layOnly([{ kind: 'front', language }])
  }

  /** The files of a picture that came: pages that show it are laid with their stories. */
  async layPicture(picture: string): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#laying === null) return await this.#layAll()
      this.#laying = await this.#newLaying(this.#laying.edition)
      await this.#laying.publication.layPages([{ kind: 'picture', picture }])
    })
  }

  /** The page of a story as it is given, which is laid nowhere. */
  async preview(story: Story): Promise<Uint8Array> {
    const { maker } =
      this.#laying ?? (await this.#newLaying(await Edition.open(this.#parts.folder)))
    return (await maker.preview(story)).bytes
  }

  /** A file that pages load; null when there is none. */
  async asset(path: string): Promise<{ bytes: Uint8Array; type: string } | null> {
    const entry = this.#laying?.edition.entry(path) ?? null
    const bytes = entry === null ? null : await this.#parts.folder.get(entry.file)
    if (entry === null || bytes === null) return null
    return { bytes: bytes.subarray(0, entry.sizes[0]), type: entry.type }
  }

  /** Once what is being laid is laid. */
  async close(): Promise<void> {
    await this.#queue
    await this.#parts.store.close()
  }

  async #layOnly(keys: readonly PageKey[]): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#laying === null) return await this.#layAll()
      await this.#laying.publication.layPages(keys)
    })
  }

  /**
   * What the clock brings: scheduled stories whose moment has come go out with that moment, however
   * late it is, and letters whose last day is over are closed.
   */
  async tick(now: Instant): Promise<void> {
    const { store, around } = this.#parts
    for (const story of await store.due(now)) {
      const out = publishDue(story, now)
      if (out !== null) await store.saveStory(out, { by: 'schedule', at: now, note: '' })
    }
    const isSameDay = this.#day === (around.today?.() ?? null)
    const isBehind = this.#laying === null || !isSameDay
    if (isBehind || (await store.unlaid()).length > 0) await this.layChanges()
  }

  /** One rendering after the other; one that failed is made whole by the next. */
  async #inTurn(lay: () => Promise<void>): Promise<void> {
    const work = this.#queue.then(async () => {
      try {
        await lay()
      } catch (error) {
        this.#laying = null
        throw error
      }
      await this.#look()
    })
    this.#queue = work.catch(() => undefined)
    await work
  }

  async #layAll(): Promise<void> {
    const day = this.#parts.around.today?.() ?? null
    const laying = await this.#newLaying(await Edition.open(this.#parts.folder))
    await laying.publication.layAll()
    this.#laying = laying
    this.#day = day
  }

  /** Pages are made from topics, authors and pictures as they are now. */
  async #newLaying(edition: Edition): Promise<Laying> {
    const { store, options, around } = this.#parts
    const maker = await pageMaker(store, options, around)
    return { maker, edition, publication: new Publication(store, maker, edition) }
  }

  async #look(): Promise<void> {
    const { folder, suite } = this.#parts
    const manifest = await folder.get(MANIFEST)
    if (manifest === null) return
    const names = (await folder.list('')).filter((name) => name !== MANIFEST)
    this.#laid = { hash: toHex(suite.sha256(manifest)), manifest, names }
  }
}

function pagesWithLetters(stories: readonly StoryName[]): PageKey[] {
  return [{ kind: 'open-letters' }, ...stories.map((one): PageKey => ({ kind: 'story', ...one }))]
}
