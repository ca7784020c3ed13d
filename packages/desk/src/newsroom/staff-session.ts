import { type Env, fromHex, fromUtf8, toHex } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import type { Context } from 'hono'
import { newsroomMessage } from '../member/newsroom-act.ts'
import type { Session, Sessions } from '../server/sessions.ts'
import { refuse } from '../server/uniform-answer.ts'
import type { Newsroom } from './newsroom.ts'
import type { StaffMember, StaffRole } from './newsroom-config.ts'
import type { Acted } from './newsroom-store.ts'
import { said } from './said.ts'

export interface NewsroomRoutesParts {
  readonly env: Env
  readonly organisation: Uint8Array
  readonly newsroom: Newsroom
  readonly sessions: Sessions
}

const MOST_BODY_BYTES = 1_048_576
/** Clocks of newsrooms differ; an act is not much older than its request. */
const ACT_LIFE_MS = 300_000

/** Who acts, with what, and the act as it was signed. */
export interface Actor {
  readonly staff: StaffMember
  readonly body: Uint8Array
  readonly act: Acted
}

type Answered = Response | Promise<Response>

/** Who is no staff finds nothing here. */
export async function withStaff(
  { newsroom, sessions }: NewsroomRoutesParts,
  context: Context,
  go: (staff: StaffMember, session: Session) => Answered,
): Promise<Response> {
  const session = sessions.of(context.req.header('authorization') ?? null)
  if (session === null) return refuse(401)
  const staff = newsroom.staff(session.member)
  return staff === null ? refuse() : await go(staff, session)
}

/** Who works on stories: drafts are theirs alone, moderators have the letters. */
export const AUTHORS: readonly StaffRole[] = ['writer', 'editor']

/** The same for who is one of them; 403 for other staff. */
export async function withAuthor(
  parts: NewsroomRoutesParts,
  context: Context,
  go: () => Promise<Response>,
): Promise<Response> {
  return await withStaff(parts, context, async ({ roles }) =>
    roles.some((role) => AUTHORS.includes(role)) ? await said(go) : refuse(403),
  )
}

/** An act of somebody who has one of these roles. */
export async function acting(
  parts: NewsroomRoutesParts,
  context: Context,
  roles: readonly StaffRole[],
  go: (actor: Actor) => Answered,
): Promise<Response> {
  return await withStaff(parts, context, async (staff, session) => {
    if (!staff.roles.some((role) => roles.includes(role))) return refuse(403)
    return await said(async () => {
      const body = await readBody(context.req.raw, MOST_BODY_BYTES)
      const act = actOf(parts, context, session, body)
      return act === null ? refuse(400) : await go({ staff, body, act })
    })
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
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body))
  } catch {
    return undefined
  }
}
