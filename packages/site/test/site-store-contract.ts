import { expect, test } from 'vitest'
import { beginStory, schedule, type SiteStore, type Story } from '../src/index.ts'
import { fullStory, LATER, NOON, SAVE } from './records-fixture.ts'

const refusal = (code: string): object => expect.objectContaining({ code })

/** What every SiteStore does; `open` gives an empty one. */
export function siteStoreContract(open: () => Promise<SiteStore>): void {
  const withStore = async (work: (store: SiteStore) => Promise<void>): Promise<void> => {
    const store = await open()
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }
  const kept = (name: string, work: (store: SiteStore) => Promise<void>): void =>
    test(name, () => withStore(work))

  kept('gives a story back as it was saved, one revision on', async (store) => {
    const saved = await store.saveStory(fullStory(), SAVE)
    expect(saved).toEqual(fullStory({ revision: 1 }))
    expect(await store.story('bridge', 'en')).toEqual(saved)
    expect(await store.storyAt('en', 'the-bridge')).toEqual(saved)
    expect(await store.story('bridge', 'ru')).toBeNull()
    expect(await store.storyAt('ru', 'the-bridge')).toBeNull()
  })

  kept(
    'refuses the second of two editors who opened one revision, and keeps the first',
    async (store) => {
      const opened = await store.saveStory(fullStory(), SAVE)
      await store.saveStory({ ...opened, headline: 'First' }, SAVE)
      const second = store.saveStory({ ...opened, headline: 'Second' }, SAVE)
      await expect(second).rejects.toEqual(refusal('revision-conflict'))
      expect((await store.story('bridge', 'en'))?.headline).toBe('First')
      await expect(store.saveStory(fullStory(), SAVE)).rejects.toEqual(refusal('revision-conflict'))
      const unknown = fullStory({ story: 'other', slug: 'other', revision: 3 })
      await expect(store.saveStory(unknown, SAVE)).rejects.toEqual(refusal('revision-conflict'))
    },
  )

  kept('lets exactly one of many editors at once through', async (store) => {
    const opened = await store.saveStory(fullStory(), SAVE)
    const saves = Array.from({ length: 8 }, (_, n) =>
      store.saveStory({ ...opened, kicker: `${n}` }, SAVE),
    )
    const results = await Promise.allSettled(saves)
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await store.revisions('bridge', 'en')).toHaveLength(2)
  })

  kept('refuses an address that another story of the language has', async (store) => {
    await store.saveStory(fullStory(), SAVE)
    const twin = fullStory({ story: 'other' })
    await expect(store.saveStory(twin, SAVE)).rejects.toEqual(refusal('slug-taken'))
    expect(await store.story('other', 'en')).toBeNull()
    await store.saveStory(fullStory({ story: 'other', language: 'ru' }), SAVE)
  })

  kept('gives one address to one of two new stories at once', async (store) => {
    const saves = ['a', 'b', 'c'].map((story) => store.saveStory(fullStory({ story }), SAVE))
    const results = await Promise.allSettled(saves)
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toEqual([refusal('slug-taken'), refusal('slug-taken')])
  })

  kept('refuses a story that says two things, whatever its type claims', async (store) => {
    const wrong = fullStory({ published: null })
    await expect(store.saveStory(wrong, SAVE)).rejects.toEqual(refusal('bad-story'))
    expect(await store.stories({})).toEqual([])
  })

  kept('keeps every revision with who, when and why', async (store) => {
    const first = await store.saveStory(fullStory(), SAVE)
    const note = { by: 'Tomas', at: LATER, note: 'a new headline' }
    await store.saveStory({ ...first, headline: 'New' }, note)
    expect(await store.revisions('bridge', 'en')).toEqual([
      { number: 2, ...note },
      { number: 1, ...SAVE },
    ])
    expect(await store.revision('bridge', 'en', 1)).toEqual(first)
    expect((await store.revision('bridge', 'en', 2))?.headline).toBe('New')
    expect(await store.revision('bridge', 'en', 3)).toBeNull()
  })

  kept('lists by language, story, topic, author and state, the newest first', async (store) => {
    const made: Story[] = [
      fullStory({ story: 'a', slug: 'a', published: '2026-01-01T00:00:00Z' }),
      fullStory({ story: 'b-b', slug: 'b', published: '2026-01-02T00:00:00Z', topics: ['rivers'] }),
      fullStory({
        story: 'bb',
        slug: 'bb',
        published: '2026-01-02T00:00:00Z',
        authors: ['tomas', 'tomas'],
      }),
      fullStory({ story: 'a', slug: 'a', language: 'ru', published: '2026-01-03T00:00:00Z' }),
      beginStory('draft', 'en', 'draft'),
    ]
    for (const story of made) await store.saveStory(story, SAVE)
    const names = async (filter: Parameters<SiteStore['lines']>[0]): Promise<string[]> => {
      const lines = await store.lines(filter)
      expect(await store.stories(filter)).toHaveLength(lines.length)
      return lines.map((line) => `${line.language}/${line.story}`)
    }
    expect(await names({})).toEqual(['en/draft', 'ru/a', 'en/b-b', 'en/bb', 'en/a'])
    expect(await names({ language: 'en', skip: 1, limit: 2 })).toEqual(['en/b-b', 'en/bb'])
    expect(await names({ language: 'en', skip: 3 })).toEqual(['en/a'])
    expect(await names({ story: 'a' })).toEqual(['ru/a', 'en/a'])
    expect(await names({ topic: 'rivers' })).toEqual(['en/b-b'])
    expect(await names({ author: 'tomas', language: 'en' })).toEqual(['en/bb'])
    expect(await names({ states: ['draft', 'closed'] })).toEqual(['en/draft'])
    expect(await store.count({ language: 'en' })).toBe(4)
    expect(await store.count({ topic: 'public-money', language: 'en' })).toBe(2)
  })

  kept('moves a story from one topic to another', async (store) => {
    const saved = await store.saveStory(fullStory(), SAVE)
    await store.saveStory({ ...saved, topics: ['rivers'], authors: [] }, SAVE)
    expect(await store.lines({ topic: 'public-money' })).toEqual([])
    expect(await store.lines({ topic: 'rivers' })).toHaveLength(1)
    expect(await store.lines({ author: 'ilna-varesh' })).toEqual([])
  })

  kept('finds what is due, and not a second before', async (store) => {
    const late = schedule(beginStory('late', 'en', 'late'), LATER)
    await store.saveStory(late, SAVE)
    await store.saveStory(schedule(beginStory('early', 'en', 'early'), NOON), SAVE)
    expect((await store.due('2026-11-09T11:59:59Z')).map((one) => one.story)).toEqual([])
    expect((await store.due(NOON)).map((one) => one.story)).toEqual(['early'])
    expect((await store.due(LATER)).map((one) => one.story)).toEqual(['early', 'late'])
  })

  kept(
    'keeps the paper, front orders, topics, authors and pictures, the last one said',
    async (store) => {
      expect(await store.paper()).toBeNull()
      expect(await store.frontOrder('en')).toEqual({ language: 'en', places: [] })
      const paper = {
        languages: ['en'],
        title: { en: 'A' },
        tagline: { en: '' },
        about: { en: '' },
      }
      await store.savePaper({ ...paper, languages: ['en', 'ru'] })
      await store.savePaper(paper)
      expect(await store.paper()).toEqual(paper)
      const order = { language: 'en', places: [{ story: 'bridge', weight: 'lead' as const }] }
      await store.saveFrontOrder(order)
      expect(await store.frontOrder('en')).toEqual(order)
      for (const topic of ['rivers', 'b-b', 'bb']) {
        await store.saveTopic({ topic, name: { en: topic }, about: {} })
        await store.saveAuthor({ author: topic, name: { en: topic }, about: {} })
      }
      expect((await store.topics()).map((one) => one.topic)).toEqual(['b-b', 'bb', 'rivers'])
      expect((await store.authors()).map((one) => one.author)).toEqual(['b-b', 'bb', 'rivers'])
      const picture = { picture: 'map', width: 2, height: 1, focus: { x: 50, y: 50 }, cuts: [] }
      await store.savePicture(picture)
      expect(await store.pictures()).toEqual([picture])
    },
  )
}
