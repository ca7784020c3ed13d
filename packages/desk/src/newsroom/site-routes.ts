import { Hono } from 'hono'
import { answer, answerJson, refuse } from '../server/uniform-answer.ts'
import type { Newsroom } from './newsroom.ts'

/** What the front may ask: the newest rendering of the site, and nothing else of this machine. */
export function siteRoutes(newsroom: Newsroom | null): Hono {
  const routes = new Hono()
  const laid = (hash: string): Newsroom['press']['laid'] => {
    const newest = newsroom?.press.laid ?? null
    return newest?.hash === hash ? newest : null
  }
  routes.get('/site/newest', () => answerJson({ hash: newsroom?.press.laid?.hash ?? null }))
  routes.get('/site/names/:hash', (context) => {
    const found = laid(context.req.param('hash'))
    return found === null ? refuse() : answerJson({ names: found.names })
  })
  routes.get('/site/manifest/:hash', (context) => {
    const found = laid(context.req.param('hash'))
    return found === null ? refuse() : answer(200, found.manifest.slice())
  })
  routes.get('/site/file/:name', async (context) => {
    const bytes = (await newsroom?.press.file(context.req.param('name'))) ?? null
    return bytes === null ? refuse() : answer(200, bytes.slice())
  })
  routes.notFound(() => refuse())
  routes.onError(passOn)
  return routes
}

/** To whoever listens, who counts it; Hono itself would print it. */
function passOn(error: Error): never {
  throw error
}
