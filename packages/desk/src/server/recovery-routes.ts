import { concat, fromHex } from '@postern/protocol'
import type { Hono } from 'hono'
import { RECOVERY_KEY_BYTES, SEALED_SHARE_BYTES } from '../member/recovery.ts'
import { exactBody, withSession } from './asked.ts'
import type { Sessions } from './sessions.ts'
import { answer } from './uniform-answer.ts'

/** Requests at once, of all members. */
const MOST_REQUESTS = 16
/** Shares under one request. */
const MOST_SHARES = 16

/**
 * Where a member who can open his keyring no more leaves a key, and his colleagues what they hold
 * for him. In memory: his page asks again. Anybody may ask in any name; colleagues compare words
 * before they help, so that a wrong request is worth nothing.
 */
export function addRecovery(routes: Hono, parts: { readonly sessions: Sessions }): void {
  const requests = new Map<string, Uint8Array>()
  const shares = new Map<string, Uint8Array[]>()
  routes.put('/recovery/:id{[0-9a-f]{32}}', async (context) => {
    const key = await exactBody(context, RECOVERY_KEY_BYTES)
    putNewest(requests, context.req.param('id'), key)
    return answer(200)
  })
  routes.get('/recoveries', (context) =>
    withSession(parts, context, () => {
      const all = [...requests].map(([id, key]) => concat(fromHex(id), key))
      return answer(200, concat(...all).slice())
    }),
  )
  routes.put('/recovery-share/:request{[0-9a-f]{32}}', (context) =>
    withSession(parts, context, async () => {
      const share = await exactBody(context, SEALED_SHARE_BYTES)
      const request = context.req.param('request')
      const given = shares.get(request) ?? []
      putNewest(shares, request, [...given, share].slice(-MOST_SHARES))
      return answer(200)
    }),
  )
  routes.get('/recovery-shares/:request{[0-9a-f]{32}}', (context) =>
    answer(200, concat(...(shares.get(context.req.param('request')) ?? [])).slice()),
  )
}

function putNewest<T>(into: Map<string, T>, name: string, value: T): void {
  into.delete(name)
  into.set(name, value)
  const oldest = into.keys().next()
  if (into.size > MOST_REQUESTS && !oldest.done) into.delete(oldest.value)
}
