import type { Passed } from './passing.ts'

/** Another site, to which readers go and from which they come Back. */
export const ELSEWHERE = 'elsewhere.example'
/** A page of any host that asks the browser to make the front page ready before it is wanted. */
export const WAITING_ROOM = '/waiting-room'

const RULES = '{"prerender":[{"urls":["/en/"],"eagerness":"immediate"}]}'

/** Pages of this game's own, small and free to be kept; null for what the front is to answer. */
export function ownPage(host: string, path: string): Passed | null {
  if (path === WAITING_ROOM)
    return page(200, `<title>Ahead</title><script type="speculationrules">${RULES}</script>`)
  if (host !== ELSEWHERE) return null
  return path === '/' ? page(200, '<title>Elsewhere</title><p>Another site.') : page(404, '')
}

function page(status: number, text: string): Passed {
  const body = Buffer.from(text === '' ? '' : `<!doctype html>${text}`)
  const length = `${body.length}`
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': length },
    body,
  }
}
