import {
  cutMessage,
  encodeMessage,
  type Env,
  type Fragment,
  fragmentFits,
  type FragmentPart,
  seededEnv,
  signFragment,
  type SigningKey,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import type { Attempts } from './events.ts'

/** Two desks of one organisation, and a source who wrote to the first. */
interface Scene {
  readonly env: Env
  readonly organisation: Uint8Array
  readonly desk: Uint8Array
  readonly otherDesk: Uint8Array
  readonly source: SigningKey
  readonly written: readonly Fragment[]
}

/** Whether a desk takes a fragment for the source's own. */
export interface MessageSteps {
  readonly name: string
  readonly takes: (scene: Scene, desk: Uint8Array, fragment: Fragment) => boolean
}

export const messagesAsBuilt: MessageSteps = {
  name: 'messages, as built',
  takes: ({ env, organisation }, desk, fragment) =>
    fragmentFits(env.suite, organisation, desk, fragment),
}

export const unsignedFragments: MessageSteps = {
  name: 'fragments without signature',
  takes: () => true,
}

/** A signature that holds wherever the fragment turns up. */
export const deskIdNotSigned: MessageSteps = {
  name: 'desk id not signed',
  takes: ({ env, organisation, desk }, _shownAt, fragment) =>
    fragmentFits(env.suite, organisation, desk, fragment),
}

type Attack = (scene: Scene) => { readonly desk: Uint8Array; readonly fragment: Fragment }

const ATTACKS: readonly Attack[] = [
  (scene) => ({ desk: scene.desk, fragment: changed(scene, first(scene)) }),
  (scene) => ({ desk: scene.desk, fragment: forged(scene) }),
  (scene) => ({ desk: scene.otherDesk, fragment: first(scene) }),
]

/** A fragment that any desk takes although the source never wrote it to that desk is unnoticed. */
export function messageAttacks(seed: string, tries: number, steps: MessageSteps): Attempts {
  const scene = makeScene(seededEnv(`${seed} plant messages`, nativeSuite))
  if (!steps.takes(scene, scene.desk, first(scene))) throw new TypeError('hers is not taken')
  let unnoticed = 0
  for (let n = 0; n < tries; n++) {
    const made = ATTACKS[n % ATTACKS.length]?.(scene)
    if (made && steps.takes(scene, made.desk, made.fragment)) unnoticed++
  }
  return { tried: tries, unnoticed }
}

function makeScene(env: Env): Scene {
  const source = env.suite.signingKey(env.random(32))
  const [organisation, desk, otherDesk] = [env.random(16), env.random(16), env.random(16)]
  const parts = partsOf(env, 'I saw it myself.')
  const written = parts.map((part) => signFragment(source, organisation, desk, part))
  return { env, organisation, desk, otherDesk, source, written }
}

function partsOf(env: Env, text: string): FragmentPart[] {
  const none = { attachments: [], exclusions: [], answers: new Uint8Array(0), read: [] }
  const message = { type: 1, seed: env.random(32), content: { text, ...none } } as const
  return cutMessage(env.suite, encodeMessage(env.suite, message))
}

function first({ written }: Scene): Fragment {
  const [fragment] = written
  if (fragment === undefined) throw new TypeError('nothing was written')
  return fragment
}

/** One byte of what she wrote, another. */
function changed({ env }: Scene, fragment: Fragment): Fragment {
  const at = env.pick(fragment.body.length)
  const body = fragment.body.with(at, (fragment.body[at] ?? 0) ^ (1 + env.pick(255)))
  return { ...fragment, body }
}

/** Other words under her name, signed by who has all keys of the desk but not hers. */
function forged({ env, organisation, desk, source }: Scene): Fragment {
  const colleague = env.suite.signingKey(env.random(32))
  const [part] = partsOf(env, 'I take it all back.')
  if (part === undefined) throw new TypeError('nothing to forge')
  const signed = signFragment(colleague, organisation, desk, part)
  return { ...signed, conversationKey: source.publicKey }
}
