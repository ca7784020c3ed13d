import { readBody } from '@postern/runtime'
import { instantOf } from '@postern/site'
import { Hono } from 'hono'
import { z } from 'zod'
import { readStoryAct, readWritten } from '../member/story-act.ts'
import { answer, answerJson, refuse } from '../server/uniform-answer.ts'
import { Previews } from './previews.ts'
import { acting, AUTHORS, jsonOf, type NewsroomRoutesParts, withAuthor } from './staff-session.ts'

const NAMES = ':story{[a-z0-9-]{1,80}}/:language{[a-z]{2,3}}'
const ACT = ':act{[a-z]+}'
const PREVIEW = '/preview/:name{[0-9a-f]{32}}'
const MOST_PREVIEW_BYTES = 1_048_576
/** A preview runs nothing and asks nobody: it is looked at, and the door in it is shut. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const orderForm = z.strictObject({
  places: z.array(
    z.strictObject({ story: z.string(), weight: z.enum(['lead', 'large', 'small']) }),
  ),
})

/** Stories at work: lists, one whole, what is done to it, how it would look, and the front pages' order. */
export function storyRoutes(parts: NewsroomRoutesParts): Hono {
  const { env, newsroom } = parts
  const { stories } = newsroom
  const previews = new Previews(env)
  const routes = new Hono()
  routes.get('/stories', (context) =>
    withAuthor(parts, context, async () => {
      const skip = Number(context.req.query('skip') ?? 0)
      if (!Number.isSafeInteger(skip) || skip < 0) return refuse(400)
      return answerJson({ count: await stories.count(), lines: await stories.lines(skip) })
    }),
  )
  routes.get('/paper', (context) =>
    withAuthor(parts, context, async () => answerJson(await stories.paper())),
  )
  routes.get(`/story/${NAMES}`, (context) =>
    withAuthor(parts, context, async () => {
      const { story, language } = context.req.param()
      const open = await stories.open(story, language)
      return open === null ? refuse() : answerJson(open)
    }),
  )
  routes.get(`/story/${NAMES}/revision/:number{[0-9]{1,9}}`, (context) =>
    withAuthor(parts, context, async () => {
      const { story, language, number } = context.req.param()
      const found = await stories.revision(story, language, Number(number))
      return found === null ? refuse() : answerJson(found)
    }),
  )
  routes.post(`/story/${NAMES}/${ACT}`, (context) =>
    acting(parts, context, AUTHORS, async ({ staff, body, act }) => {
      const { story, language, act: kind } = context.req.param()
      const asked = readStoryAct({ ...objectOf(jsonOf(body)), kind })
      if (asked === null) return refuse(400)
      const doer = {
        by: staff.name,
        at: instantOf(env.nowMs()),
        isEditor: staff.roles.includes('editor'),
        note: () => newsroom.note(act),
      }
      return answerJson(await stories.act({ story, language }, asked, doer))
    }),
  )
  routes.put('/front/:language{[a-z]{2,3}}', (context) =>
    acting(parts, context, ['editor'], async ({ body, act }) => {
      const order = orderForm.safeParse(jsonOf(body))
      if (!order.success) return refuse(400)
      const ordered = { language: context.req.param('language'), ...order.data }
      await stories.order(ordered, () => newsroom.note(act))
      return answer(200)
    }),
  )
  routes.post(`/preview/${NAMES}`, (context) =>
    withAuthor(parts, context, async () => {
      const written = readWritten(jsonOf(await readBody(context.req.raw, MOST_PREVIEW_BYTES)))
      if (written === null) return refuse(400)
      const { story, language } = context.req.param()
      const page = await stories.preview({ story, language }, written, instantOf(env.nowMs()))
      const name = previews.keep(page)
      return answerJson({ path: `/newsroom/preview/${name}/${language}/${written.slug}/` })
    }),
  )
  routes.get(`${PREVIEW}/:language{[a-z]{2,3}}/:slug/`, (context) => {
    const page = previews.page(context.req.param('name'))
    if (page === null) return refuse()
    const response = answer(200, page.slice(), 'text/html; charset=utf-8')
    response.headers.set('content-security-policy', PREVIEW_POLICY)
    return response
  })
  routes.get(`${PREVIEW}/assets/:file{[a-z0-9.-]+}`, async (context) => {
    const { name, file } = context.req.param()
    if (previews.page(name) === null) return refuse()
    const asset = await newsroom.press.asset(`/assets/${file}`)
    return asset === null ? refuse() : answer(200, asset.bytes.slice(), asset.type)
  })
  return routes
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
