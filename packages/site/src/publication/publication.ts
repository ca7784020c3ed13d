import { isPublished } from '../records/story.ts'
import type { SiteStore, Unlaid } from '../store/site-store.ts'
import type { Edition } from './edition.ts'
import { type PageKey, uniqueKeys } from './page-key.ts'
import { type MadeFiles, type PageMaker, storyPaths } from './page-maker.ts'
import { type StoryChange, touchedPages } from './touched.ts'

/**
 * Brings the pages to what the records say. Saving and laying are two steps: the store remembers
 * what is not laid yet, so that whoever starts after a crash goes on where it ended.
 */
export class Publication {
  readonly #store: SiteStore
  readonly #maker: PageMaker
  readonly #edition: Edition

  constructor(store: SiteStore, maker: PageMaker, edition: Edition) {
    this.#store = store
    this.#maker = maker
    this.#edition = edition
  }

  /** Every page: after a change of the paper, its topics, pictures or code. */
  async layAll(): Promise<void> {
    const waiting = await this.#store.unlaid()
    const newest = await this.#newest(waiting)
    const made: MadeFiles = new Map()
    for (const key of await this.#maker.keys()) await this.#make(key, made)
    await this.#edition.layAll(withoutNulls(made))
    await this.#store.markLaid(newest)
  }

  /** What was saved since pages were last laid, and only what that changes. */
  async layChanges(): Promise<void> {
    const waiting = await this.#store.unlaid()
    if (waiting.length === 0) return
    const newest = await this.#newest(waiting)
    const made: MadeFiles = new Map()
    const keys: PageKey[] = []
    for (const one of waiting) {
      const change = await this.#changeOf(one)
      if (change === null) continue
      for (const path of pathsThatGo(change)) made.set(path, null)
      keys.push(...(await touchedPages(this.#store, change)))
    }
    for (const key of uniqueKeys(keys)) await this.#make(key, made)
    await this.#edition.lay(made)
    await this.#store.markLaid(newest)
  }

  /** Single pages anew: a front page whose order changed, a story that got a letter. */
  async layPages(keys: readonly PageKey[]): Promise<void> {
    const made: MadeFiles = new Map()
    for (const key of uniqueKeys(keys)) await this.#make(key, made)
    await this.#edition.lay(made)
  }

  async #make(key: PageKey, into: MadeFiles): Promise<void> {
    for (const [path, file] of await this.#maker.make(key)) into.set(path, file)
  }

  async #newest(waiting: readonly Unlaid[]): Promise<Unlaid[]> {
    return await Promise.all(
      waiting.map(async ({ story, language }) => {
        const [line] = await this.#store.lines({ story, language })
        return { story, language, laid: line?.revision ?? 0 }
      }),
    )
  }

  async #changeOf({ story, language, laid }: Unlaid): Promise<StoryChange | null> {
    const after = await this.#store.story(story, language)
    const before = laid === 0 ? null : await this.#store.revision(story, language, laid)
    return after === null ? null : { before, after }
  }
}

/** What stands at addresses that the story has no longer, or that only a developing one has. */
function pathsThatGo({ before, after }: StoryChange): string[] {
  return before === null || !isPublished(before) ? [] : storyPaths(after.language, before.slug)
}

function withoutNulls(
  made: MadeFiles,
): Map<string, Exclude<ReturnType<MadeFiles['get']>, null | undefined>> {
  return new Map([...made].flatMap(([path, file]) => (file === null ? [] : [[path, file]])))
}
