import {
  cutMessage,
  encodeMessage,
  type Env,
  type Letter,
  letterContent,
  letterDesk,
  makeCell,
  SEED_BYTES,
  type Statement,
} from '@postern/protocol'

/**
 * A letter as cells for the moderators' desk, made as a reader makes them, with a conversation key and
 * a seed that nobody keeps (S4, type 2). Null when the statement has no such desk.
 */
export function sealLetter(env: Env, statement: Statement, letter: Letter): Uint8Array[] | null {
  const desk = letterDesk(statement.desks)
  if (desk === null) return null
  const { suite } = env
  const signing = suite.signingKey(env.random(32))
  const content = letterContent(letter)
  const message = encodeMessage(suite, { type: 2, seed: env.random(SEED_BYTES), content })
  const parts = cutMessage(suite, message)
  return parts.map((part) => makeCell(env, statement, { deskId: desk.id, signing, part }))
}
