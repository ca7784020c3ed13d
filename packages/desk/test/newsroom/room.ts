import { JsonObject, seededEnv, type SeededEnv, toHex, utf8 } from '@postern/protocol'
import { MemoryStore, nativeSuite } from '@postern/runtime'
import {
  demonstration,
  type EditionStore,
  fillStore,
  MemorySiteStore,
  readShard,
  type RenderOptions,
  type SiteManifest,
  type SiteStore,
} from '@postern/site'
import type { Hono } from 'hono'
import { expect } from 'vitest'
import { makeMember } from '../../src/index.ts'
import { memberKeys } from '../../src/member/member-keys.ts'
import { newsroomMessage } from '../../src/member/newsroom-act.ts'
import { sessionMessage } from '../../src/member/session-message.ts'
import { Newsroom } from '../../src/newsroom/newsroom.ts'
import type { NewsroomConfig, StaffRole } from '../../src/newsroom/newsroom-config.ts'
import { newsroomRoutes } from '../../src/newsroom/newsroom-routes.ts'
import { type AcceptedLetter, NewsroomStore } from '../../src/newsroom/newsroom-store.ts'
import { PictureDesk } from '../../src/newsroom/picture-desk.ts'
import { SitePress } from '../../src/newsroom/site-press.ts'
import { StoryDesk } from '../../src/newsroom/story-desk.ts'
import { siteRoutes } from '../../src/newsroom/site-routes.ts'
import { Membership } from '../../src/server/membership.ts'
import { MemoryDeskStore } from '../../src/server/memory-desk-store.ts'
import { Sessions } from '../../src/server/sessions.ts'

export const OPTIONS: RenderOptions = {
  script: { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' },
  cleaner: { name: 'cleaner-0.js', bytes: new Uint8Array(3), type: 'text/javascript' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}
export const STORY = '/en/the-bridge-paid-for-twice/'
export const LETTER: AcceptedLetter = {
  id: '00112233445566ff',
  story: 'bridge',
  language: 'en',
  about: null,
  name: 'Marta K.',
  text: 'I drove across it.',
  staff: false,
}

/** A site of one story, so that a rendering takes a moment. */
export async function records(): Promise<SiteStore> {
  const store = new MemorySiteStore()
  const all = demonstration()
  const stories = all.stories.filter(({ slug }) => STORY.includes(slug))
  const fronts = all.fronts.filter(({ language }) => language === 'en')
  await fillStore(store, { ...all, languages: ['en'], stories, fronts })
  return store
}

const TODAY = '2026-11-26'

/** A newsroom on what is kept already; pages that are laid stay until it publishes. */
export async function opened(
  files: EditionStore,
  store: NewsroomStore,
  config: NewsroomConfig,
  site: Promise<SiteStore> = records(),
  today: () => string = () => TODAY,
): Promise<Newsroom> {
  const around = {
    lettersTo: (story: string, language: string) => store.lettersTo(story, language),
    today,
    pictureBytes: async () => new Uint8Array(3),
  }
  const kept = await site
  const parts = {
    suite: nativeSuite,
    folder: files,
    store: kept,
    options: OPTIONS,
    around,
  }
  const press = await SitePress.open(parts)
  const stories = new StoryDesk(kept, press)
  const pictures = new PictureDesk(kept, press, new MemoryStore())
  return new Newsroom({ config, store, press, stories, pictures, today })
}

/** Fails at the put that is told, as a full disk or a kill would. */
class BreakingStore extends MemoryStore {
  putsLeft: number = Infinity

  async exchange(manifest: Uint8Array): Promise<void> {
    if (this.putsLeft-- <= 0) throw new Error('killed')
    await super.remove('manifest')
    await super.put('manifest', manifest)
  }

  override async put(name: string, bytes: Uint8Array): Promise<void> {
    if (this.putsLeft-- <= 0) throw new Error('killed')
    await super.put(name, bytes)
  }
}

/** A newsroom with one person in it, and what she asks of it. */
export interface OpenRoom {
  readonly env: SeededEnv
  readonly organisation: Uint8Array
  readonly files: BreakingStore
  readonly store: NewsroomStore
  readonly newsroom: Newsroom
  readonly routes: Hono
  readonly token: string
  /** The answer's status; `changes` makes the signature one of another time or over other bytes. */
  readonly act: (
    method: string,
    path: string,
    body: string,
    changes?: { atMs?: number; signed?: string },
  ) => Promise<number>
  readonly print: (changes?: Partial<AcceptedLetter>) => Promise<number>
}

export async function open(
  roles: StaffRole[] = ['moderator'],
  site: Promise<SiteStore> = records(),
): Promise<OpenRoom> {
  const env = seededEnv('newsroom', nativeSuite)
  const organisation = env.random(16)
  const ground = { column: 'rehearsal', organisation, root: env.random(32) } as const
  const member = makeMember(env, ground, 'demo', 'handler', [])
  const key = toHex(member.key)
  const { signing } = memberKeys(nativeSuite, member.keyring.memberSeed)
  const desk = { id: '00'.repeat(16), titles: {}, members: [{ key, keyring: null }] }
  const sessions = new Sessions(env, organisation, new Membership([desk], new MemoryDeskStore()))
  const nonce = sessions.challenge()
  const signature = signing.sign(sessionMessage(organisation, nonce))
  const token = await sessions.begin(member.key, nonce, signature)
  const files = new BreakingStore()
  const store = new NewsroomStore(nativeSuite, ':memory:')
  const config = { staff: [{ key, name: 'The Long Quay', roles }], watchedWords: ['casino'] }
  const newsroom = await opened(files, store, config, site)
  await newsroom.publish()
  const routes = newsroomRoutes({ env, organisation, newsroom, sessions })
  const act = async (
    method: string,
    path: string,
    body: string,
    changes: { atMs?: number; signed?: string } = {},
  ): Promise<number> => {
    const atMs = changes.atMs ?? env.nowMs()
    const digest = nativeSuite.sha256(utf8(changes.signed ?? body))
    const message = newsroomMessage(organisation, { request: `${method} ${path}`, digest, atMs })
    const headers = {
      authorization: `Bearer ${token}`,
      'postern-at': String(atMs),
      'postern-signature': toHex(signing.sign(message)),
    }
    const init = { method, headers, ...(body !== '' && { body }) }
    return (await routes.fetch(new Request(`https://desk.test${path}`, init))).status
  }
  const print = async (changes: Partial<AcceptedLetter> = {}): Promise<number> => {
    const letter = { ...LETTER, ...changes }
    return await act('PUT', `/letter/${letter.id}`, JSON.stringify(letter))
  }
  if (token === null) throw new TypeError('no session')
  return { env, organisation, files, store, newsroom, routes, token, act, print }
}

export async function served(
  newsroom: Newsroom,
): Promise<{ paths: Readonly<Record<string, string>>; page: string }> {
  const routes = siteRoutes(newsroom)
  const get = async (path: string) =>
    await routes.fetch(new Request(`https://desk.test/site${path}`))
  const hash = new JsonObject(await (await get('/newest')).json()).text('hash', 64)
  const manifest: SiteManifest = JSON.parse(await (await get(`/manifest/${hash}`)).text())
  const bytesOf = async (name: string): Promise<Uint8Array> => {
    const response = await get(`/file/${name}`)
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }
  const paths: Record<string, string> = {}
  let page = ''
  for (const shard of manifest.shards)
    for (const [path, { file, sizes }] of Object.entries(readShard(await bytesOf(shard)))) {
      const bytes = await bytesOf(file)
      paths[path] = file
      if (path === STORY) page = new TextDecoder().decode(bytes.subarray(0, sizes[0]))
    }
  return { paths, page }
}
