import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env, Suite } from '@postern/protocol'
import { FileStore } from '@postern/runtime'
import {
  demonstrationPicture,
  fillStore,
  folderEditionStore,
  type SiteStore,
  SqlSiteStore,
} from '@postern/site'
import type { DeskConfig } from '../server/desk-config.ts'
import { Newsroom } from './newsroom.ts'
import { NewsroomStore } from './newsroom-store.ts'
import { readRecords } from './lay-newsroom.ts'
import { readRenderKit } from './render-kit.ts'
import { PictureDesk } from './picture-desk.ts'
import { SitePress } from './site-press.ts'
import { StoryDesk } from './story-desk.ts'

/** The newsroom of a desk server's folder, with the rendering that lies there; null where there is none. */
export async function openNewsroom(
  folder: string,
  { newsroom: config }: DeskConfig,
  env: Env,
): Promise<Newsroom | null> {
  if (config === undefined) return null
  const own = join(folder, 'newsroom')
  await mkdir(own, { recursive: true, mode: 0o700 })
  const site = await folderEditionStore(join(own, 'site'))
  const store = new NewsroomStore(env.suite, join(own, 'newsroom.sqlite'))
  const today = (): string => new Date(env.nowMs()).toISOString().slice(0, 10)
  const records = await openRecords(own)
  const pictures = await FileStore.open(join(own, 'pictures'))
  const press = await SitePress.open({
    suite: env.suite,
    folder: site,
    store: records,
    options: await readRenderKit(own),
    around: {
      lettersTo: (story, language) => store.lettersTo(story, language),
      today,
      ...(config.lettersDays !== undefined && { lettersDays: config.lettersDays }),
      pictureBytes: async (file) =>
        (await pictures.get(file)) ?? (await demonstrationPicture(file)),
    },
  })
  const stories = new StoryDesk(records, press)
  const desk = new PictureDesk(records, press, pictures)
  return new Newsroom({ config, store, press, stories, pictures: desk, today })
}

/** What an import writes into, while the desk server does not run. */
export interface ClosedNewsroom {
  readonly records: SiteStore
  readonly letters: NewsroomStore
  close(): Promise<void>
}

export async function openClosedNewsroom(folder: string, suite: Suite): Promise<ClosedNewsroom> {
  const own = join(folder, 'newsroom')
  const records = await openRecords(own)
  const letters = new NewsroomStore(suite, join(own, 'newsroom.sqlite'))
  const close = async (): Promise<void> => {
    letters.close()
    await records.close()
  }
  return { records, letters, close }
}

/** The site's records; the first time those that were laid with the newsroom. */
async function openRecords(own: string): Promise<SiteStore> {
  const store = await SqlSiteStore.openSqlite(join(own, 'site.sqlite'))
  if ((await store.paper()) === null) await fillStore(store, await readRecords(own))
  return store
}
