import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addUpdate,
  type Around,
  beginStory,
  demonstration,
  Edition,
  fillStore,
  folderEditionStore,
  importWxr,
  instantOf,
  lettersByStory,
  pageMaker,
  Publication,
  publish,
  type PublishedLetter,
  readWxr,
  type RenderOptions,
  type SiteStore,
  SqlSiteStore,
} from '@postern/site'
import { type FixturePost, wxrOf } from '../../packages/site/test/import/wxr-fixture.ts'

/** Of the paper that the figures are for. */
const POSTS = 5_000
const COMMENTS_A_POST = 10
const UPDATES = 21
const FIRST_DAY_MS = Date.UTC(2010, 0, 1)
const DAY_MS = 86_400_000
const SENTENCE = 'The ferry went at six and nobody saw who was aboard of it. '

const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
const OPTIONS: RenderOptions = {
  script,
  cleaner: { ...script, name: 'cleaner-0.js' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}

/** What a large paper costs: seconds, and each beside what it is to be compared with. */
export interface NewsroomFigures {
  readonly posts: number
  readonly comments: number
  /** Reading the export alone, without keeping anything: the least that an import can take. */
  readonly readSeconds: number
  readonly importSeconds: number
  readonly pages: number
  readonly layAllSeconds: number
  /** One update of a developing story, from saving it to the exchanged manifest; the median. */
  readonly updateMs: number
  /** How many updates could be laid in the time of laying everything. */
  readonly updatesInLayAll: number
}

export async function newsroomFigures(say: (line: string) => void): Promise<NewsroomFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'))
  try {
    const store = await SqlSiteStore.openSqlite(join(folder, 'site.sqlite'))
    await fillStore(store, demonstration())
    const readSeconds = await secondsOf(async () => {
      for await (const _ of readWxr(wxrOf(posts(), 65_536)));
    })
    say(`  read an export of ${POSTS} posts: ${readSeconds.toFixed(1)} s`)
    const letters: PublishedLetter[] = []
    const importSeconds = await secondsOf(async () => await importInto(store, letters))
    say(`  import it: ${importSeconds.toFixed(1)} s, with ${letters.length} letters`)
    const around = { lettersTo: lettersByStory(letters), pictureBytes: noBytes }
    const publication = await openPublication(store, join(folder, 'site'), around)
    const layAllSeconds = await secondsOf(async () => await publication.layAll())
    const { paths } = await Edition.open(await folderEditionStore(join(folder, 'site')))
    say(`  lay all ${paths.length} files: ${layAllSeconds.toFixed(1)} s`)
    const updateMs = await medianUpdate(store, publication)
    say(`  lay one update: ${updateMs.toFixed(0)} ms`)
    await store.close()
    return {
      posts: POSTS,
      comments: letters.length,
      readSeconds,
      importSeconds,
      pages: paths.length,
      layAllSeconds,
      updateMs,
      updatesInLayAll: Math.round((1_000 * layAllSeconds) / updateMs),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function importInto(store: SiteStore, letters: PublishedLetter[]): Promise<void> {
  const print = (some: readonly PublishedLetter[]): void => void letters.push(...some)
  const options = { language: 'en', by: 'bench', at: instantOf(Date.UTC(2026, 10, 1)) }
  await importWxr(readWxr(wxrOf(posts(), 65_536)), { store, print }, options)
}

async function openPublication(
  store: SiteStore,
  folder: string,
  around: Around,
): Promise<Publication> {
  const edition = await Edition.open(await folderEditionStore(folder))
  return new Publication(store, await pageMaker(store, OPTIONS, around), edition)
}

/** The front page, its feeds and the story itself change with each. */
async function medianUpdate(store: SiteStore, publication: Publication): Promise<number> {
  const at = instantOf(Date.UTC(2026, 10, 2))
  const save = { by: 'bench', at, note: '' }
  const begun = { ...beginStory('bench-live', 'en', 'bench-live'), topics: ['river'] }
  let story = await store.saveStory(publish(begun, 'live', at), save)
  await publication.layChanges()
  const took: number[] = []
  for (let n = 0; n < UPDATES; n++) {
    const update = { id: `update-${n}`, headline: `Update ${n}`, blocks: [], pinned: false }
    const seconds = await secondsOf(async () => {
      story = await store.saveStory(addUpdate(story, update, at), save)
      await publication.layChanges()
    })
    took.push(1_000 * seconds)
  }
  return took.toSorted((a, b) => a - b)[Math.floor(UPDATES / 2)] ?? 0
}

function* posts(): Generator<FixturePost> {
  for (let id = 1; id <= POSTS; id++) {
    const date = new Date(FIRST_DAY_MS + id * DAY_MS).toISOString().slice(0, 19).replace('T', ' ')
    const paragraph = `<p>Of post ${id}: the <em>ice</em>. ${SENTENCE.repeat(6)}</p>\n`
    const comments = Array.from({ length: COMMENTS_A_POST }, (_, n) => ({
      id: COMMENTS_A_POST * id + n,
      parent: n > 5 ? COMMENTS_A_POST * id + n - 3 : 0,
      content: SENTENCE.repeat(4),
    }))
    yield { id, date, content: paragraph.repeat(8), comments }
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

async function noBytes(): Promise<Uint8Array> {
  return new Uint8Array(3)
}
