import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryStore } from '@postern/runtime'
import {
  addUpdate,
  beginStory,
  correct,
  edit,
  Edition,
  type EditionStore,
  fillStore,
  MANIFEST,
  MemorySiteStore,
  pageMaker,
  Publication,
  publish,
  readManifest,
  readShard,
  type RenderOptions,
  type SiteStore,
  type Story,
  withdraw,
} from '../src/index.ts'

const options: RenderOptions = {
  script: { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' },
  cleaner: { name: 'cleaner-0.js', bytes: new Uint8Array(3), type: 'text/javascript' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}
const around = { pictureBytes: async () => new Uint8Array(0) }

/** An edition in memory that can be made to break at a step. */
class BreakableStore extends MemoryStore implements EditionStore {
  stepsLeft = Infinity
  #manifest: Uint8Array | null = null

  override async put(name: string, bytes: Uint8Array): Promise<void> {
    this.#step()
    await super.put(name, bytes)
  }

  override async get(name: string): Promise<Uint8Array | null> {
    return name === MANIFEST ? this.#manifest : await super.get(name)
  }

  override async remove(name: string): Promise<void> {
    this.#step()
    await super.remove(name)
  }

  async exchange(manifest: Uint8Array): Promise<void> {
    this.#step()
    this.#manifest = manifest
  }

  #step(): void {
    if (this.stepsLeft <= 0) throw new Error('the power went off')
    this.stepsLeft -= 1
  }
}

/** Every path with its whole bytes, read as a front reads them. */
async function laidIn(store: EditionStore): Promise<Map<string, string>> {
  const laid = new Map<string, string>()
  const manifest = await store.get(MANIFEST)
  if (manifest === null) return laid
  for (const name of readManifest(manifest).shards) {
    const shard = readShard((await store.get(name)) ?? new Uint8Array(0))
    for (const [path, { file, sizes }] of Object.entries(shard)) {
      const bytes = await store.get(file)
      if (bytes === null) throw new Error(`${path} names ${file}, which is not there`)
      laid.set(path, new TextDecoder().decode(bytes.subarray(0, sizes[0])))
    }
  }
  return laid
}

async function emptyPaper(): Promise<SiteStore> {
  const store = new MemorySiteStore()
  const topics = ['rivers', 'courts'].map((topic) => ({
    topic,
    name: { en: topic, ru: topic },
    about: {},
  }))
  const authors = [{ author: 'ilna', name: { en: 'Ilna', ru: 'Ильна' }, about: {} }]
  const words = { en: 'The Paper', ru: 'Газета' }
  await fillStore(store, {
    languages: ['en', 'ru'],
    title: words,
    tagline: words,
    about: words,
    desks: [],
    stories: [],
    topics,
    authors,
    pictures: [],
    fronts: [
      {
        language: 'en',
        places: [
          { story: 's1', weight: 'lead' },
          { story: 's2', weight: 'small' },
        ],
      },
    ],
  })
  return store
}

async function publicationOf(store: SiteStore, edition: EditionStore): Promise<Publication> {
  return new Publication(
    store,
    await pageMaker(store, options, around),
    await Edition.open(edition),
  )
}

/** What a rendering of everything lays. */
async function wholeOf(store: SiteStore): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  const maker = await pageMaker(store, options, around)
  for (const key of await maker.keys())
    for (const [path, file] of await maker.make(key))
      if (file !== null) made.set(path, new TextDecoder().decode(file.bytes))
  return made
}

interface Act {
  readonly story: number
  readonly language: 'en' | 'ru'
  readonly minute: number
  readonly step:
    | 'publish'
    | 'live'
    | 'update'
    | 'headline'
    | 'move'
    | 'topics'
    | 'correct'
    | 'withdraw'
    | 'author'
}

const act: fc.Arbitrary<Act> = fc.record({
  story: fc.nat({ max: 50 }),
  language: fc.constantFrom('en' as const, 'ru' as const),
  minute: fc.nat({ max: 59 }),
  step: fc.constantFrom<Act['step'][]>(
    'publish',
    'publish',
    'publish',
    'live',
    'update',
    'headline',
    'move',
    'topics',
    'correct',
    'withdraw',
    'author',
  ),
})

function done(story: Story, { step, minute }: Act): Story {
  const at = `2026-${minute % 2 === 0 ? '10' : '11'}-09T12:${String(minute).padStart(2, '0')}:00Z`
  const isOut = story.state !== 'draft'
  switch (step) {
    case 'publish':
      return publish(story, 'closed', at)
    case 'live':
      return publish(story, 'live', at)
    case 'update':
      return story.state === 'live'
        ? addUpdate(
            story,
            { id: `u${story.updates.length}`, headline: 'New', blocks: [], pinned: false },
            at,
          )
        : story
    case 'headline':
      return edit(story, { headline: `Headline ${minute}` }, at)
    case 'move':
      return edit(story, { slug: `${story.story}-at-${minute}` }, at)
    case 'topics':
      return edit(story, { topics: minute % 3 === 0 ? ['courts'] : ['rivers', 'courts'] }, at)
    case 'author':
      return edit(story, { authors: minute % 2 === 0 ? [] : ['ilna'] }, at)
    case 'correct':
      return isOut ? correct(story, `Not ${minute}.`, at) : story
    case 'withdraw':
      return isOut ? withdraw(story) : story
    default:
      throw new TypeError('no such step')
  }
}

async function perform(store: SiteStore, given: Act): Promise<void> {
  const name = `s${given.story}`
  const before = (await store.story(name, given.language)) ?? {
    ...beginStory(name, given.language, name),
    topics: ['rivers'],
    authors: ['ilna'],
  }
  await store.saveStory(done(before, given), { by: 'Ilna', at: '2026-11-09T12:00:00Z', note: '' })
}

describe('laying changes', () => {
  test('gives the same pages as laying everything, whatever was done before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 60, maxLength: 90 }),
        fc.array(act, { minLength: 1, maxLength: 6 }),
        async (first, then) => {
          const store = await emptyPaper()
          for (const one of first) await perform(store, one)
          const edition = new BreakableStore()
          const publication = await publicationOf(store, edition)
          await publication.layAll()
          for (const one of then) {
            await perform(store, one)
            await publication.layChanges()
          }
          expect(Object.fromEntries(await laidIn(edition))).toEqual(
            Object.fromEntries(await wholeOf(store)),
          )
          expect(await store.unlaid()).toEqual([])
        },
      ),
      { numRuns: 2 },
    )
  })

  test('an update of one story writes its own pages and the lists that show it, and no other story', async () => {
    const store = await emptyPaper()
    for (let story = 0; story < 30; story += 1)
      await perform(store, {
        story,
        language: 'en',
        minute: story,
        step: story === 3 ? 'live' : 'publish',
      })
    const edition = new BreakableStore()
    const publication = await publicationOf(store, edition)
    await publication.layAll()
    const before = await laidIn(edition)
    await perform(store, { story: 3, language: 'en', minute: 59, step: 'update' })
    await publication.layChanges()
    const after = await laidIn(edition)
    const changed = [...after]
      .filter(([path, page]) => before.get(path) !== page)
      .map(([path]) => path)
    expect(changed.toSorted()).toEqual(
      ['', 'words', 'updates', 'feed.atom', 'feed.json', 'feed.rss']
        .map((name) => `/en/s3/${name}`)
        .concat(
          ['feed.atom', 'feed.json', 'feed.rss'].flatMap((name) => [
            `/en/${name}`,
            `/en/topics/rivers/${name}`,
          ]),
        )
        .concat('/sitemap-en-2026-11.xml')
        .toSorted(),
    )
  })
})

describe('a process that ends while pages are laid', () => {
  test('at any step leaves the old pages or the new ones, whole, and the next one goes on', async () => {
    for (let steps = 0; ; steps += 1) {
      const store = await emptyPaper()
      await perform(store, { story: 1, language: 'en', minute: 1, step: 'live' })
      const edition = new BreakableStore()
      await (await publicationOf(store, edition)).layAll()
      const old = await laidIn(edition)
      await perform(store, { story: 1, language: 'en', minute: 3, step: 'update' })
      const whole = await wholeOf(store)
      edition.stepsLeft = steps
      const ended = await (await publicationOf(store, edition)).layChanges().then(
        () => 'done',
        () => 'broken',
      )
      const laid = Object.fromEntries(await laidIn(edition))
      expect([Object.fromEntries(old), Object.fromEntries(whole)]).toContainEqual(laid)
      edition.stepsLeft = Infinity
      await (await publicationOf(store, edition)).layChanges()
      expect(Object.fromEntries(await laidIn(edition))).toEqual(Object.fromEntries(whole))
      if (ended === 'done') {
        expect(steps).toBeGreaterThan(5)
        return
      }
    }
  })

  test('leaves files that nobody names, which the next whole laying takes away', async () => {
    const store = await emptyPaper()
    await perform(store, { story: 1, language: 'en', minute: 1, step: 'publish' })
    const edition = new BreakableStore()
    await edition.put('0123456789abcdef', Uint8Array.of(1))
    await (await publicationOf(store, edition)).layAll()
    expect(await edition.get('0123456789abcdef')).toBeNull()
  })
})
