import { nativeSuite } from '@postern/runtime'
import { beginStory, edit, schedule, type Story, type SiteStore } from '@postern/site'
import { describe, expect, it } from 'vitest'
import type { Newsroom } from '../../src/newsroom/newsroom.ts'
import { NewsroomStore } from '../../src/newsroom/newsroom-store.ts'
import { open, opened, records, served, STORY } from './room.ts'

const MOMENT = '2026-11-26T12:00:00Z'
const SAVE = { by: 'tests', at: '2026-11-26T08:00:00Z', note: '' }
const at = (clock: string): number => Date.parse(`2026-11-26T${clock}Z`)

/** A newsroom with one story that goes out at noon. */
async function waiting(): Promise<{ newsroom: Newsroom; site: SiteStore }> {
  const { files } = await open()
  const site = await records()
  const begun = edit(beginStory('noon', 'en', 'noon'), { headline: 'At noon' }, SAVE.at)
  await site.saveStory(schedule(begun, MOMENT), SAVE)
  const config = { staff: [], watchedWords: [] }
  const store = new NewsroomStore(nativeSuite, ':memory:')
  const newsroom = await opened(files, store, config, Promise.resolve(site))
  await newsroom.publish()
  return { newsroom, site }
}

async function isOut(newsroom: Newsroom): Promise<boolean> {
  return '/en/noon/' in (await served(newsroom)).paths
}

describe('a scheduled story', () => {
  it('goes out at its moment and not before', async () => {
    const { newsroom } = await waiting()
    await newsroom.tick(at('11:59:59'))
    expect(await isOut(newsroom)).toBe(false)
    await newsroom.tick(at('12:00:00'))
    expect(await isOut(newsroom)).toBe(true)
  })

  it('shows the moment that it was promised for, when a clock jumped over it and back', async () => {
    const { newsroom, site } = await waiting()
    await newsroom.tick(at('18:30:00'))
    await newsroom.tick(at('09:00:00'))
    expect(await isOut(newsroom)).toBe(true)
    const story: Story | null = await site.story('noon', 'en')
    expect(story).toMatchObject({ state: 'closed', published: MOMENT, changed: MOMENT })
    expect(await site.revisions('noon', 'en')).toHaveLength(2)
  })

  it('of a run that was killed between saving and laying is laid by the next', async () => {
    const { newsroom, site } = await waiting()
    const [due] = await site.due(MOMENT)
    if (due === undefined) throw new TypeError('nothing is due')
    await site.saveStory(
      { ...due, state: 'closed', published: MOMENT, changed: MOMENT, scheduled: null },
      SAVE,
    )
    expect(await isOut(newsroom)).toBe(false)
    await newsroom.tick(at('12:00:05'))
    expect(await isOut(newsroom)).toBe(true)
  })
})

it('closes letters when the day after their last one begins, though nobody publishes anything', async () => {
  const { files, store } = await open()
  const site = await records()
  const [story] = await site.stories({ language: 'en' })
  if (story === undefined) throw new TypeError('no story')
  await site.saveStory({ ...story, lettersClose: '2026-11-26' }, SAVE)
  let today = '2026-11-26'
  const config = { staff: [], watchedWords: [] }
  const newsroom = await opened(files, store, config, Promise.resolve(site), () => today)
  await newsroom.publish()
  await newsroom.tick(at('23:59:00'))
  expect((await served(newsroom)).page).toContain('letter-comment')
  today = '2026-11-27'
  await newsroom.tick(at('24:00:00'))
  expect((await served(newsroom)).page).not.toContain('letter-comment')
  expect(STORY).toContain(story.slug)
})

it('a letter whose page could not be laid is on it with the next tick', async () => {
  const { files, newsroom, print } = await open()
  files.putsLeft = 0
  await print().catch(() => undefined)
  files.putsLeft = Infinity
  expect((await served(newsroom)).page).not.toContain('Marta K.')
  await newsroom.tick(at('12:00:00'))
  expect((await served(newsroom)).page).toContain('Marta K.')
})
