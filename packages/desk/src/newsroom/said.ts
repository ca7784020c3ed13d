import { PosternError } from '@postern/protocol'
import { answer } from '../server/uniform-answer.ts'

/** What cannot be is said in one sentence, with 422; 409 when somebody else was faster. */
export async function said(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    const { code, message } = error
    const why = message === code ? code : message.slice(code.length + 2)
    const status = code === 'revision-conflict' ? 409 : 422
    return answer(status, JSON.stringify({ code, why }), 'application/json')
  }
}
