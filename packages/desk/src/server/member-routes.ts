import {
  BUNDLE_BYTES,
  concat,
  type Env,
  LABELS,
  type Parameters,
  PosternError,
  decodeDeskKeyOffers,
  toHex,
  trayBytes,
} from '@postern/protocol'
import { isDiskFull, readBody, type Log, type Peer } from '@postern/runtime'
import { Hono } from 'hono'
import { KEYRING_BYTES } from '../member/keyring.ts'
import { exactBody, numberIn, readJsonBody, withDesk, withSession } from './asked.ts'
import type { DeskConfig } from './desk-config.ts'
import type { DeskDrops } from './desk-drops.ts'
import type { DeskStore } from './desk-store.ts'
import { addEnrolment } from './enrolment-routes.ts'
import { addRecovery } from './recovery-routes.ts'
import { fakeBytes } from './fake-bytes.ts'
import type { Membership } from './membership.ts'
import type { PageFile } from './page-file.ts'
import type { PublicDocuments } from './public-documents.ts'
import type { Room } from './room.ts'
import { addLanes } from './lane-routes.ts'
import type { Sessions } from './sessions.ts'
import { askAuthority } from './time-stamp-authority.ts'
import { answer, answerForever, answerFrame, answerJson, refuse } from './uniform-answer.ts'

export interface MemberRoutesParts {
  readonly env: Env
  readonly config: DeskConfig
  readonly parameters: Parameters
  readonly store: DeskStore
  readonly drops: DeskDrops
  readonly documents: PublicDocuments
  readonly sessions: Sessions
  readonly membership: Membership
  readonly page: readonly PageFile[]
  readonly log: Log
  readonly room: Room
  /** Where large files lie (O12); null where the front is no onion service for this desk. */
  readonly front: Peer | null
}

/** Bundles in one answer: 1 MiB. */
const BUNDLES_AT_ONCE = 256
const MOST_JSON_BYTES = 2_048
const MOST_OFFERS_BYTES = 65_536
const ROOT_BYTES = 32

/** What handlers' browsers and agents may ask; everything but the way in wants a session. */
export function memberRoutes(parts: MemberRoutesParts): Hono {
  const routes = new Hono()
  addPage(routes, parts)
  addWayIn(routes, parts)
  addDocuments(routes, parts)
  addLog(routes, parts)
  addHandOver(routes, parts)
  addTimeStamps(routes, parts)
  addEnrolment(routes, parts)
  addRecovery(routes, parts)
  addLanes(routes, parts, (context, use) => withSession(parts, context, use))
  routes.notFound(() => refuse())
  routes.onError((error) => {
    if (isDiskFull(error)) parts.room.forBundles = false
    else if (!(error instanceof PosternError)) parts.log.failed(error)
    return refuse(error instanceof PosternError ? 400 : 500)
  })
  return routes
}

function addPage(routes: Hono, { page }: MemberRoutesParts): void {
  routes.get('/favicon.ico', () => answer(204))
  for (const { path, contentType, bytes } of page)
    routes.get(path, () => {
      if (path === '/') return answer(200, bytes, contentType)
      const isFrame = path.endsWith('.html')
      return isFrame ? answerFrame(bytes, contentType) : answerForever(bytes, contentType)
    })
}

function addWayIn(routes: Hono, { env, config, store, sessions, log }: MemberRoutesParts): void {
  routes.get('/keyring/:id{[0-9a-f]{32}}', async (context) => {
    const id = context.req.param('id')
    const keyring =
      (await store.keyring(id)) ?? fakeBytes(env, config, LABELS.keyringFake, id, KEYRING_BYTES)
    return answer(200, keyring.slice())
  })
  routes.post('/session/challenge', () => answer(200, sessions.challenge().slice()))
  routes.post('/session', async (context) => {
    const asked = await readJsonBody(context, MOST_JSON_BYTES)
    const token = await sessions.begin(
      asked.hex('member', 32),
      asked.hex('nonce', 32),
      asked.hex('signature', 64),
    )
    if (token === null) log.count('session-refused')
    return token === null ? refuse(401) : answerJson({ token })
  })
}

function addDocuments(routes: Hono, parts: MemberRoutesParts): void {
  const paths = ['/now', '/reader-drop', '/trust/:n{[0-9]+}', '/epoch/:n{[0-9]+}']
  for (const path of paths)
    routes.get(path, (context) =>
      withSession(parts, context, () => {
        const bytes = parts.documents.get(context.req.path)
        return bytes === null ? refuse() : answer(200, bytes.slice())
      }),
    )
  routes.get('/drops', (context) =>
    withSession(parts, context, () =>
      answerJson(parts.drops.range() ?? { first: null, last: null }),
    ),
  )
  routes.get('/drop/:n{[0-9]{1,15}}', (context) =>
    withSession(parts, context, async () => {
      const bytes = await parts.drops.get(Number(context.req.param('n')))
      return bytes === null ? refuse() : answer(200, bytes.slice())
    }),
  )
}

function addLog(routes: Hono, parts: MemberRoutesParts): void {
  routes.get('/log/:desk', (context) =>
    withDesk(parts, context, async (desk) => {
      const from = numberIn(context, 'from')
      const bundles = await parts.store.read(desk, from, BUNDLES_AT_ONCE)
      return answer(200, concat(...bundles).slice())
    }),
  )
  routes.post('/log/:desk', (context) =>
    withDesk(parts, context, async (desk) => {
      const bundle = await exactBody(context, BUNDLE_BYTES)
      const appended = await parts.store.append(desk, numberIn(context, 'length'), bundle)
      parts.room.forBundles = true
      parts.log.count(appended ? 'bundle-appended' : 'bundle-conflict')
      return answer(appended ? 200 : 409)
    }),
  )
}

function addHandOver(routes: Hono, parts: MemberRoutesParts): void {
  const packBytes = 8 + parts.parameters.traysAhead * trayBytes(parts.parameters)
  routes.put('/trays/:desk', (context) =>
    withDesk(parts, context, async (desk) => {
      const pack = await exactBody(context, packBytes)
      const put = await parts.store.putTrays(desk, numberIn(context, 'length'), pack)
      if (put) parts.log.count('trays-replaced')
      return answer(put ? 200 : 409)
    }),
  )
  routes.put('/desk-keys/:desk', (context) =>
    withDesk(parts, context, async (desk) => {
      const offers = await readBody(context.req.raw, MOST_OFFERS_BYTES)
      if (decodeDeskKeyOffers(offers).some((offer) => toHex(offer.desk) !== desk))
        return refuse(400)
      await parts.store.putDeskKeys(desk, offers)
      return answer(200)
    }),
  )
  routes.put('/keyring', (context) =>
    withSession(parts, context, async ({ member }) => {
      const keyring = await exactBody(context, KEYRING_BYTES)
      const id = await parts.membership.keyringOf(member)
      if (id === null) return refuse(400)
      await parts.store.putKeyring(id, keyring)
      return answer(200)
    }),
  )
}

/** One root a day of each member, whatever he works on: this server learns nothing from it. */
function addTimeStamps(routes: Hono, parts: MemberRoutesParts): void {
  const { timeStampAuthority: authority } = parts.config
  routes.get('/time-stamp', (context) =>
    withSession(parts, context, () => answer(200, authority?.certificates ?? '', 'text/plain')),
  )
  routes.post('/time-stamp', (context) =>
    withSession(parts, context, async () => {
      const root = await exactBody(context, ROOT_BYTES)
      const stamp = authority === undefined ? null : await askAuthority(authority, root)
      if (authority !== undefined && stamp === null) parts.log.count('time-stamp-failed')
      return stamp === null ? answer(204) : answer(200, stamp.slice())
    }),
  )
}
