import { PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { checkPicture } from '@postern/site'
import { Hono } from 'hono'
import { answer, answerJson, refuse } from '../server/uniform-answer.ts'
import { acting, jsonOf, type NewsroomRoutesParts, withStaff } from './staff-session.ts'
import { said } from './said.ts'

const MOST_CUT_BYTES = 8_388_608

/** Pictures: each cut's bytes, then the record that names them, which is the act. */
export function pictureRoutes(parts: NewsroomRoutesParts): Hono {
  const { newsroom } = parts
  const routes = new Hono()
  routes.post('/cut', (context) =>
    withStaff(parts, context, async ({ roles }) => {
      if (!roles.includes('writer') && !roles.includes('editor')) return refuse(403)
      const bytes = await readBody(context.req.raw, MOST_CUT_BYTES)
      return await said(async () => answerJson({ file: await newsroom.pictures.keepCut(bytes) }))
    }),
  )
  routes.put('/picture/:name{[a-z0-9-]{1,80}}', (context) =>
    acting(parts, context, ['writer', 'editor'], async ({ body, act }) => {
      return await said(async () => {
        const picture = checkPicture(jsonOf(body))
        if (picture.picture !== context.req.param('name')) throw new PosternError('bad-picture')
        newsroom.note(act)
        await newsroom.pictures.save(picture)
        return answer(200)
      })
    }),
  )
  return routes
}
