import { PosternError } from '@postern/protocol'
import { answer } from '../server/uniform-answer.ts'

const WHY: Readonly<Record<string, string>> = {
  'body-too-large': 'this is larger than is taken: make it shorter',
}
/** Other answers than 422. */
const STATUS: Readonly<Record<string, number>> = { 'revision-conflict': 409, forbidden: 403 }

/** What cannot be is said in one sentence. */
export async function said(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    const { code, message } = error
    const why = WHY[code] ?? message.slice(code.length + 2)
    return answer(STATUS[code] ?? 422, JSON.stringify({ code, why }), 'application/json')
  }
}
