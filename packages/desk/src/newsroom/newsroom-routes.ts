import { toBase64 } from '@postern/protocol'
import { type Context, Hono } from 'hono'
import { answer, answerJson, refuse } from '../server/uniform-answer.ts'
import { acceptedForm } from './newsroom-store.ts'
import { pictureRoutes } from './picture-routes.ts'
import { acting, jsonOf, type NewsroomRoutesParts, withStaff } from './staff-session.ts'
import { storyRoutes } from './story-routes.ts'

const MOST_ASKED = 200

/** What writers, editors and moderators may ask, by their roles; each act is signed by who does it. */
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
    acting(parts, context, ['moderator'], async ({ body, act }) => {
      const letter = acceptedForm.safeParse(jsonOf(body))
      if (!letter.success || letter.data.id !== context.req.param('id')) return refuse(400)
      await newsroom.print(letter.data, act)
      return answer(200)
    }),
  )
  routes.delete('/letter/:id{[0-9a-f]{16}}', (context) =>
    acting(parts, context, ['moderator'], async ({ act }) => {
      await newsroom.remove(context.req.param('id'), act)
      return answer(200)
    }),
  )
  routes.route('/', storyRoutes(parts))
  routes.route('/', pictureRoutes(parts))
  return routes
}

/** Ids of letters that reports are about, `?about=0011…,2233…`; what is none is left out. */
function askedFor(context: Context): string[] {
  const asked = (context.req.query('about') ?? '').split(',')
  return asked.filter((id) => /^[0-9a-f]{16}$/.test(id)).slice(0, MOST_ASKED)
}
