import { JsonObject, PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import type { Context } from 'hono'
import type { Session, Sessions } from './sessions.ts'
import { refuse } from './uniform-answer.ts'

type Answered = Response | Promise<Response>

/** 401 for who has no session. */
export async function withSession(
  { sessions }: { readonly sessions: Sessions },
  context: Context,
  go: (session: Session) => Answered,
): Promise<Response> {
  const session = sessions.of(context.req.header('authorization') ?? null)
  return session === null ? refuse(401) : await go(session)
}

/** A desk that is not the member's is no desk at all. */
export async function withDesk(
  parts: { readonly sessions: Sessions },
  context: Context,
  go: (desk: string) => Answered,
): Promise<Response> {
  const desk = context.req.param('desk') ?? ''
  return await withSession(parts, context, (session) =>
    session.desks.has(desk) ? go(desk) : refuse(),
  )
}

/** Throws PosternError 'malformed'. */
export function numberIn(context: Context, name: string): number {
  const text = context.req.query(name) ?? ''
  if (!/^[0-9]{1,15}$/.test(text)) throw new PosternError('malformed', name)
  return Number(text)
}

/** Throws PosternError 'wrong-size' or 'body-too-large'. */
export async function exactBody(context: Context, length: number): Promise<Uint8Array> {
  const bytes = await readBody(context.req.raw, length)
  if (bytes.length !== length) throw new PosternError('wrong-size')
  return bytes
}

/** Throws PosternError 'malformed' or 'body-too-large'. */
export async function readJsonBody(context: Context, mostBytes: number): Promise<JsonObject> {
  const bytes = await readBody(context.req.raw, mostBytes)
  try {
    return new JsonObject(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    throw new PosternError('malformed')
  }
}

/** A query parameter of so many bytes in hex. Throws PosternError 'malformed'. */
export function hexIn(context: Context, name: string, bytes: number): string {
  const text = context.req.query(name) ?? ''
  if (text.length !== 2 * bytes || !/^[0-9a-f]*$/.test(text))
    throw new PosternError('malformed', name)
  return text
}
