import { type Env, fromHex, LABELS } from '@postern/protocol'
import type { Log } from '@postern/runtime'
import type { Hono } from 'hono'
import { enrolmentMessage, WELCOME_BYTES } from '../member/invitation.ts'
import { KEYRING_BYTES } from '../member/keyring.ts'
import { exactBody, hexIn, withDesk, withSession } from './asked.ts'
import type { DeskConfig } from './desk-config.ts'
import type { DeskStore, StoredInvitation } from './desk-store.ts'
import { fakeBytes } from './fake-bytes.ts'
import type { Membership } from './membership.ts'
import type { Sessions } from './sessions.ts'
import { answer, refuse } from './uniform-answer.ts'

interface EnrolmentParts {
  readonly env: Env
  readonly config: DeskConfig
  readonly store: DeskStore
  readonly sessions: Sessions
  readonly membership: Membership
  readonly log: Log
}

/** Invitations that lie unused at once. */
const MOST_INVITATIONS = 32
/** An invitation is taken on the day it was made and on so many days after it. */
const DAYS_OPEN = 3
const DAY_MS = 86_400_000
const KEY_BYTES = 32

/**
 * Who comes and who goes. A handler lays down a sealed welcome; whoever has its words fetches it, and
 * signs with the key that follows from them. The server learns a new public key and which desks it
 * is of: what it knows of members anyway. (D1)
 */
export function addEnrolment(routes: Hono, parts: EnrolmentParts): void {
  addInviting(routes, parts)
  addComing(routes, parts)
  addPuttingOut(routes, parts)
}

function addInviting(routes: Hono, parts: EnrolmentParts): void {
  const { env, store, membership } = parts
  routes.put('/invitation/:id{[0-9a-f]{32}}', (context) =>
    withSession(parts, context, async ({ member, desks: own }) => {
      const desks = (context.req.query('desks') ?? '').split(',')
      const isHandler = (await membership.keyringOf(member)) !== null
      if (!isHandler || desks.some((desk) => !own.has(desk))) return refuse(400)
      await store.dropInvitationsBefore(dayOf(env))
      if ((await store.invitations()).length >= MOST_INVITATIONS) return refuse(409)
      const key = hexIn(context, 'key', KEY_BYTES)
      const welcome = await exactBody(context, WELCOME_BYTES)
      const untilDay = dayOf(env) + DAYS_OPEN
      await store.putInvitation(context.req.param('id'), { key, desks, untilDay, welcome })
      return answer(200)
    }),
  )
  routes.delete('/invitation/:id{[0-9a-f]{32}}', (context) =>
    withSession(parts, context, async ({ desks: own }) => {
      const id = context.req.param('id')
      const found = await store.invitation(id)
      if (found?.desks.some((desk) => own.has(desk)) ?? false) await store.dropInvitation(id)
      return answer(200)
    }),
  )
}

function addComing(routes: Hono, parts: EnrolmentParts): void {
  const { env, config, store, log } = parts
  routes.get('/invitation/:id{[0-9a-f]{32}}', async (context) => {
    const id = context.req.param('id')
    const found = await openInvitation(parts, id)
    return answer(200, welcomeOf(parts, id, found))
  })
  routes.post('/enrolment/:id{[0-9a-f]{32}}', async (context) => {
    const id = context.req.param('id')
    const key = hexIn(context, 'member', KEY_BYTES)
    const keyring = hexIn(context, 'keyring', 16)
    const signature = fromHex(hexIn(context, 'signature', 64))
    const sealed = await exactBody(context, KEYRING_BYTES)
    const found = await openInvitation(parts, id)
    const organisation = fromHex(config.organisation)
    const enrolling = { organisation, member: fromHex(key), keyringId: keyring, sealed }
    const message = enrolmentMessage(env.suite, id, enrolling)
    const isSigned = found !== null && env.suite.verify(fromHex(found.key), message, signature)
    if (!isSigned) {
      log.count('enrolment-refused')
      return refuse(401)
    }
    return answer((await store.enrol(id, { key, keyring }, sealed)) ? 200 : 409)
  })
}

/**
 * At once, by one handler alone: who has lost a device cannot wait for a second signature. With his last
 * desk his keyring goes, and his name is free for him to come by again.
 */
function addPuttingOut(routes: Hono, parts: EnrolmentParts): void {
  const { store, membership, sessions } = parts
  routes.post('/put-out/:desk', (context) =>
    withDesk(parts, context, async (desk) => {
      const by = sessions.of(context.req.header('authorization') ?? null)
      const isHandler = by !== null && (await membership.keyringOf(by.member)) !== null
      const member = hexIn(context, 'member', KEY_BYTES)
      if (!isHandler) return refuse(400)
      const keyring = await membership.keyringOf(member)
      await store.putOut(desk, member)
      await store.dropInvitationsTo(desk)
      const isGone = (await membership.desksOf(member)).size === 0
      if (isGone && keyring !== null) await store.dropKeyring(keyring)
      sessions.end(member)
      return answer(200)
    }),
  )
}

async function openInvitation(parts: EnrolmentParts, id: string): Promise<StoredInvitation | null> {
  await parts.store.dropInvitationsBefore(dayOf(parts.env))
  return await parts.store.invitation(id)
}

function welcomeOf(
  { env, config }: EnrolmentParts,
  id: string,
  found: StoredInvitation | null,
): Uint8Array<ArrayBuffer> {
  const fake = fakeBytes(env, config, LABELS.enrolmentFake, id, WELCOME_BYTES)
  return (found?.welcome ?? fake).slice()
}

function dayOf(env: Env): number {
  return Math.floor(env.nowMs() / DAY_MS)
}
