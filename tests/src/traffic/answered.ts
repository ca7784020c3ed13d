import { HandlerAtWork } from '../journey/handler.ts'
import { Reading } from '../journey/reading.ts'
import { SourceAtWork } from '../journey/source.ts'
import type { System } from '../journey/system.ts'
import { until } from '../journey/until.ts'

const ARRIVE_MS = 120_000
const MOST_VISITS = 20
const ANSWER = 'Thank you. We have read all of it, and we shall write again. '.repeat(20)

/** Lets a source write and a handler answer; resolves to the words under which the answer is found. */
export async function answeredConversation({ welcome }: System): Promise<string> {
  const source = await Reading.open(welcome.readers)
  const handler = await HandlerAtWork.open(welcome)
  try {
    await source.load('/en/')
    const composer = new SourceAtWork(source.page)
    const words = await composer.begin()
    await composer.write('The second waybill is not in the book.')
    await composer.send()
    for (let n = 0; n < MOST_VISITS && /\d/.test(await composer.outbox()); n++)
      await source.follow()
    await handler.openFirst(ARRIVE_MS)
    await until('the message stands at the desk', ARRIVE_MS, async () =>
      (await handler.texts()).some((text) => text.includes('waybill')),
    )
    await handler.accept()
    await handler.answer(ANSWER)
    await until('the answer stands in the drop', ARRIVE_MS, async () =>
      /\d/.test(await handler.delivery()),
    )
    return words
  } finally {
    await source.profile.close()
    await handler.close()
  }
}
