import { type Env, fromHex, fromUtf8, toBase64, toHex } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { type Context, Hono } from 'hono'
import { newsroomMessage } from '../member/newsroom-act.ts'
import type { Session, Sessions } from '../server/sessions.ts'
import { answer, answerJson, refuse } from '../server/uniform-answer.ts'
import type { Newsroom } from './newsroom.ts'
import type { StaffMember, StaffRole } from './newsroom-config.ts'
import { acceptedForm, type Acted } from './newsroom-store.ts'

export interface NewsroomRoutesParts {
  readonly env: Env
  readonly organisation: Uint8Array
  readonly newsroom: Newsroom
  readonly sessions: Sessions
}

const MOST_BODY_BYTES = 1_048_576
const MOST_ASKED = 200
/** Clocks of newsrooms differ; an act is not much older than its request. */
const ACT_LIFE_MS = 300_000

interface Actor {
  readonly session: Session
  readonly staff: StaffMember
  readonly body: Uint8Array
  readonly act: Acted
}

/** What editors and moderators may ask, by their roles; each act is signed by who does it. */
export function newsroomRoutes(parts: NewsroomRoutesParts): Hono {
  const { newsroom } = parts
  const routes = new Hono()
  routes.get('/state', (context) =>
    withStaff(parts, context, (staff) =>
      answerJson({
        name: staff.name,
        roles: staff.roles,
        watchedWords: newsroom.watchedWords,
        ...newsroom.printed(askedFor(context)),
      }),
    ),
  )
  routes.get('/trail', (context) =>
    withStaff(parts, context, () =>
      answerJson({ staff: newsroom.everybody, trail: newsroom.trail().map(toBase64) }),
    ),
  )
  routes.put('/letter/:id{[0-9a-f]{16}}', (context) =>
    acting(parts, context, 'moderator', async ({ body, act }) => {
      const letter = acceptedForm.safeParse(jsonOf(body))
      if (!letter.success || letter.data.id !== context.req.param('id')) return refuse(400)
      await newsroom.print(letter.data, act)
      return answer(200)
    }),
  )
  routes.delete('/letter/:id{[0-9a-f]{16}}', (context) =>
    acting(parts, context, 'moderator', async ({ act }) => {
      await newsroom.remove(context.req.param('id'), act)
      return answer(200)
    }),
  )
  return routes
}

/** Ids of letters that reports are about, `?about=0011…,2233…`; what is none is left out. */
function askedFor(context: Context): string[] {
  const asked = (context.req.query('about') ?? '').split(',')
  return asked.filter((id) => /^[0-9a-f]{16}$/.test(id)).slice(0, MOST_ASKED)
}

type Answered = Response | Promise<Response>

/** Who is no staff finds nothing here. */
async function withStaff(
  { newsroom, sessions }: NewsroomRoutesParts,
  context: Context,
  go: (staff: StaffMember, session: Session) => Answered,
): Promise<Response> {
  const session = sessions.of(context.req.header('authorization') ?? null)
  if (session === null) return refuse(401)
  const staff = newsroom.staff(session.member)
  return staff === null ? refuse() : await go(staff, session)
}

async function acting(
  parts: NewsroomRoutesParts,
  context: Context,
  role: StaffRole,
  go: (actor: Actor) => Answered,
): Promise<Response> {
  return await withStaff(parts, context, async (staff, session) => {
    if (!staff.roles.includes(role)) return refuse(403)
    const body = await readBody(context.req.raw, MOST_BODY_BYTES)
    const act = actOf(parts, context, session, body)
    return act === null ? refuse(400) : await go({ session, staff, body, act })
  })
}

/** The signed act; null when it is not signed by who began the session, or of another time. */
function actOf(
  { env, organisation }: NewsroomRoutesParts,
  context: Context,
  { member }: Session,
  body: Uint8Array,
): Acted | null {
  const signature = context.req.header('postern-signature') ?? ''
  const atMs = Number(context.req.header('postern-at') ?? Number.NaN)
  if (!/^[0-9a-f]{128}$/.test(signature) || !Number.isSafeInteger(atMs) || atMs < 0) return null
  if (Math.abs(env.nowMs() - atMs) > ACT_LIFE_MS) return null
  const request = `${context.req.method} ${context.req.path}`
  const digest = env.suite.sha256(body)
  const message = newsroomMessage(organisation, { atMs, request, digest })
  if (!env.suite.verify(fromHex(member), message, fromHex(signature))) return null
  return { atMs, by: member, request, digest: toHex(digest), signature }
}

/** Undefined for what is no JSON: no form accepts that. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body))
  } catch {
    return undefined
  }
}
