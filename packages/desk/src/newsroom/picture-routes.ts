import { PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { checkPicture } from '@postern/site'
import { Hono } from 'hono'
import { answer, answerJson } from '../server/uniform-answer.ts'
import { acting, AUTHORS, jsonOf, type NewsroomRoutesParts, withAuthor } from './staff-session.ts'

/** Of a picture 1,600 pixels wide, many times over. */
const MOST_CUT_BYTES = 8_000_000

/** Pictures: each cut's bytes, then the record that names them, which is the act. */
export function pictureRoutes(parts: NewsroomRoutesParts): Hono {
  const { newsroom } = parts
  const routes = new Hono()
  routes.post('/cut', (context) =>
    withAuthor(parts, context, async () => {
      const bytes = await readBody(context.req.raw, MOST_CUT_BYTES)
      return answerJson({ file: await newsroom.pictures.keepCut(bytes) })
    }),
  )
  routes.put('/picture/:name{[a-z0-9-]{1,80}}', (context) =>
    acting(parts, context, AUTHORS, async ({ body, act }) => {
      const picture = checkPicture(jsonOf(body))
      if (picture.picture !== context.req.param('name'))
        throw new PosternError('bad-picture', 'the picture has another name than its address')
      await newsroom.pictures.save(picture, () => newsroom.note(act))
      return answer(200)
    }),
  )
  return routes
}
