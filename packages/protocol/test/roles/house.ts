import type { SigningKey } from '../../src/suite/suite.ts'
import type { Content } from '../../src/wire/content.ts'
import type { FragmentPart } from '../../src/wire/fragment.ts'
import { cutMessage, encodeMessage } from '../../src/wire/message.ts'
import { type Parameters, STANDARD } from '../../src/wire/parameters.ts'
import { type Statement, verifyStatement } from '../../src/wire/statement.ts'
import { signStatement, statementDraft } from '../../../../vectors/organisation.ts'
import { type Scene, scene, suite } from '../wire/scene.ts'

export { codeOf, flipped, type Scene, scene, suite } from '../wire/scene.ts'

/** A scene whose statement has these parameters; standard has no stamp to find. */
export function house(seed: string, parameters: Parameters = STANDARD): Scene {
  const made = scene(seed)
  return { ...made, statement: statementOf(made, { parameters }) }
}

/** Another statement of the scene's organisation, verified. */
export function statementOf(
  { env, made, trust }: Scene,
  changed: Partial<ReturnType<typeof statementDraft>>,
): Statement {
  const draft = { ...statementDraft(made, env.nowMs()), ...changed }
  return verifyStatement(suite, signStatement(made, draft), trust)
}

/** A source of this scene, writing to its desk 0 or 1. */
export interface Writer {
  readonly deskId: Uint8Array
  readonly signing: SigningKey
}

export function writer({ env, made }: Scene, desk: 0 | 1 = 0): Writer {
  return { deskId: made.desks[desk].id, signing: env.suite.signingKey(env.random(32)) }
}

const CONTENT: Content = {
  text: 'The ledger of the north quay was written twice.',
  attachments: [],
  exclusions: [],
  answers: new Uint8Array(0),
  read: [],
}

/** A message that is cut into this many fragments: `text` is random, so nothing deflates. */
export function cutOf({ env }: Scene, fragments: number): FragmentPart[] {
  const text = fragments === 1 ? CONTENT.text : noiseText(env.random(9_600 * fragments))
  const bytes = encodeMessage(suite, {
    type: 1,
    seed: env.random(32),
    content: { ...CONTENT, text },
  })
  const parts = cutMessage(suite, bytes)
  if (parts.length !== fragments) throw new TypeError(`cut into ${parts.length}`)
  return parts
}

function noiseText(bytes: Uint8Array): string {
  return bytes.toBase64()
}
