import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '@postern/protocol'
import type { DeskConfig } from '../server/desk-config.ts'
import { Newsroom } from './newsroom.ts'
import { NewsroomStore } from './newsroom-store.ts'
import { readRecords } from './lay-newsroom.ts'
import { readRenderKit } from './render-kit.ts'
import { openSiteFolder } from './site-folder.ts'
import { SitePress } from './site-press.ts'

/** The newsroom of a desk server's folder, with the rendering that lies there; null where there is none. */
export async function openNewsroom(
  folder: string,
  { newsroom: config }: DeskConfig,
  env: Env,
): Promise<Newsroom | null> {
  if (config === undefined) return null
  const own = join(folder, 'newsroom')
  await mkdir(own, { recursive: true, mode: 0o700 })
  const site = await openSiteFolder(join(own, 'site'))
  const press = await SitePress.open(env.suite, site, await readRenderKit(own))
  const store = new NewsroomStore(env.suite, join(own, 'newsroom.sqlite'))
  const records = async () => await readRecords(own)
  return new Newsroom({ env, config, store, press, records })
}
