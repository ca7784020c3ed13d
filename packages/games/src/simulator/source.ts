import {
  cutMessage,
  encodeMessage,
  type Env,
  makeCell,
  type OutboxPart,
  type Statement,
  verifyNow,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'
import { toHex } from '@postern/protocol'
import type { House } from './house.ts'

/** A source with one message of one part, who sends it afresh until it is answered as taken. */
export interface Source {
  /** The conversation key in hex: what the desk knows this source by. */
  readonly name: string
  readonly part: OutboxPart
}

export function makeSource(env: Env, deskId: Uint8Array, text: string): Source {
  const signing = env.suite.signingKey(env.random(32))
  const content = { text, attachments: [], exclusions: [], answers: new Uint8Array(0), read: [] }
  const message = encodeMessage(env.suite, { type: 1, seed: env.random(32), content })
  const [part] = cutMessage(env.suite, message)
  if (part === undefined) throw new TypeError('a message has a part')
  return { name: toHex(signing.publicKey), part: { deskId, signing, part } }
}

/** The statement that a reader of this front would seal by. */
export async function statementOf(house: House): Promise<Statement> {
  const { suite } = house.env
  const page = async (path: string): Promise<Uint8Array> => {
    const answer = house.nodes.front.shell?.page(path, '')
    if (answer?.body === undefined || answer.status !== 200) throw new TypeError(`no ${path}`)
    return answer.body
  }
  const trust = verifyTrustList(
    suite,
    await page('/trust/1'),
    house.ground.root.publicKey,
    house.env.nowMs(),
  )
  const now = verifyNow(suite, await page('/now'), trust)
  const inForce = now.statements.findLast(({ fromMs }) => fromMs <= now.timeMs)
  return verifyStatement(suite, await page(`/epoch/${inForce?.number}`), trust)
}

/** One page view: true when the cell was answered as taken. */
export async function view(
  house: House,
  statement: Statement,
  source: Source | null,
): Promise<boolean> {
  return await house.post(makeCell(house.env, statement, source?.part ?? null))
}
