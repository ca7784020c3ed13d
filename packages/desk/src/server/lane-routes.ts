import { PEER_ORIGIN, type Peer } from '@postern/runtime'
import type { Context, Hono } from 'hono'
import { answer, refuse } from './uniform-answer.ts'

/** Runs a route for whoever has a session, and refuses everyone else. */
type WithSession = (
  context: Context,
  use: () => Promise<Response> | Response,
) => Promise<Response> | Response

/**
 * Large files: sealed chunks, asked of the front one by one and handed on, nothing kept. So this
 * server learns which upload a handler fetches, and when; what is in it only the keys in the message
 * tell. (O12)
 */
export function addLanes(
  routes: Hono,
  { front }: { readonly front: Peer | null },
  withSession: WithSession,
): void {
  const ask = async (method: string, path: string): Promise<Response> => {
    const asked = await front?.fetch(new Request(`${PEER_ORIGIN}${path}`, { method }))
    return asked === undefined || !asked.ok
      ? refuse()
      : answer(200, new Uint8Array(await asked.arrayBuffer()))
  }
  routes.get('/lane/:id{[0-9a-f]{32}}/:index{[0-9]{1,4}}', (context) =>
    withSession(context, async () => {
      const { id, index } = context.req.param()
      return await ask('GET', `/lane/${id}/${index}`)
    }),
  )
  routes.post('/lane/:id{[0-9a-f]{32}}/taken', (context) =>
    withSession(context, async () => await ask('DELETE', `/lane/${context.req.param('id')}`)),
  )
}
