import { demonstrationPicture } from './demonstration/index.ts'
import { lettersByStory } from './letters/published-letter.ts'
import type { SiteFile, SiteFiles } from './manifest.ts'
import { PageMaker } from './publication/page-maker.ts'
import type { PictureBytes } from './publication/picture-files.ts'
import { siteAssets } from './publication/site-assets.ts'
import type { RenderOptions } from './render-options.ts'
import { fillStore, type SiteRecords } from './site-records.ts'
import { MemorySiteStore } from './store/memory-site-store.ts'
import type { SiteStore } from './store/site-store.ts'
import type { SiteContext } from './page.ts'

/** What is outside of the records and stands on pages all the same. */
export interface Around extends Pick<
  SiteContext['records'],
  'lettersTo' | 'today' | 'lettersDays'
> {
  readonly pictureBytes: PictureBytes
}

/** A maker of the pages of what the store holds. Throws TypeError when there is no paper in it. */
export async function pageMaker(
  store: SiteStore,
  options: RenderOptions,
  { pictureBytes, ...letters }: Around,
): Promise<PageMaker> {
  const paper = await store.paper()
  if (paper === null) throw new TypeError('the store has no paper yet')
  const pictures = await store.pictures()
  const assets = siteAssets(options)
  const { style, icon, counter } = assets
  const site: SiteContext = {
    options,
    style,
    icon,
    counter,
    records: { ...paper, ...letters },
    topics: new Map((await store.topics()).map((one) => [one.topic, one])),
    authors: new Map((await store.authors()).map((one) => [one.author, one])),
    pictures: new Map(pictures.map((one) => [one.picture, one])),
  }
  return new PageMaker(store, site, assets, pictureBytes)
}

/**
 * Renders every page and asset of a small site to bytes, the same for everybody (F4). Deterministic.
 * `/` shows the front page of the first language.
 */
export async function renderSite(
  records: SiteRecords,
  options: RenderOptions,
  pictureBytes: PictureBytes = demonstrationPicture,
): Promise<SiteFiles> {
  const store = new MemorySiteStore()
  await fillStore(store, records)
  const { letters = [], today } = records
  const maker = await pageMaker(store, options, {
    pictureBytes,
    lettersTo: lettersByStory(letters),
    ...(today !== undefined && { today: () => today }),
  })
  const files = new Map<string, SiteFile>()
  for (const key of await maker.keys())
    for (const [path, file] of await maker.make(key)) if (file !== null) files.set(path, file)
  return files
}
