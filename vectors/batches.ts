import {
  type BatchDraft,
  type Env,
  ITEM_BYTES,
  LABELS,
  sealBatch,
  sealBundle,
  signDsse,
  utf8,
  Writer,
} from '@postern/protocol'
import type { SampleOrganisation } from './organisation.ts'
import { type ByteSource, changed, drawn, type Scenario, written } from './scenario.ts'

/** What mixes hand on, and what handlers append. */
export function batchScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  return [...mixBatchScenarios(env, made), ...bundleScenarios(env)]
}

function mixBatchScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  const [mix1, mix2] = made.mixIdentities
  const draft: BatchDraft = {
    organisation: made.id,
    mix: 'mix-2',
    statement: env.random(32),
    epoch: 41,
    number: 12,
    previous: new Uint8Array(32),
    input: env.random(32),
    in: 9,
    refused: 0,
  }
  const bytes = sealBatch(env.suite, mix2, draft, [env.random(ITEM_BYTES['mix-2'])])
  const bodyAt = bytes.length - ITEM_BYTES['mix-2']
  const scenario = (
    name: string,
    says: string,
    batch: ByteSource,
    key = mix2.publicKey,
    mix = 'mix-2',
  ): Scenario => ({
    name: `batch/${name}`,
    says,
    step: 'open-batch',
    inputs: { mix, mixKey: written(key), batch },
    outcome: { refusedWith: 'bad-batch' },
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('batch/desk-drop', 'batch', change)
  const empty = sealBatch(env.suite, mix2, { ...draft, in: 0 }, [])
  const signed = signDsse([mix2], LABELS.batch, utf8('{}'))
  const headless = new Writer().u32(signed.length).bytes(signed).finish()
  return [
    {
      ...scenario('desk-drop', 'A desk drop of one envelope (M7, M8).', written(bytes)),
      outcome: { gives: 'computed' },
    },
    {
      ...scenario('empty', 'A mix fires whatever came (M2).', written(empty)),
      outcome: { gives: 'computed' },
    },
    scenario(
      'truncated',
      'The last byte of the body is missing.',
      from({ cutTo: bytes.length - 1 }),
    ),
    scenario('header-only', 'The body is missing.', from({ cutTo: bodyAt })),
    scenario('half-a-header', 'Half of the header is missing.', from({ cutTo: 300 })),
    scenario('no-length', 'Not even a length.', from({ cutTo: 3 })),
    scenario('trailing-byte', 'A byte behind the body.', from({ append: '00' })),
    scenario('flipped-body', 'One bit of the body.', from({ flipBit: 8 * (bytes.length - 1) })),
    scenario(
      'flipped-header',
      'One byte of the signature.',
      from({ setByte: bodyAt - 30, to: 65 }),
    ),
    scenario('flipped-length', "One bit of the header's length.", from({ flipBit: 8 * 3 })),
    scenario('huge-header', 'A header of two gigabytes.', from({ flipBit: 7 })),
    scenario('another-mix', 'Mix 1 has not signed it.', from({ append: '' }), mix1.publicKey),
    scenario(
      'items-of-another-size',
      'Envelopes are no layers 2.',
      from({ append: '' }),
      mix2.publicKey,
      'mix-1',
    ),
    scenario('empty-header', 'A header without its fields.', written(headless)),
  ]
}

function bundleScenarios(env: Env): Scenario[] {
  const key = env.random(32)
  const bundle = sealBundle(env, key, env.random(200))
  const scenario = (name: string, says: string, bytes: ByteSource, under = key): Scenario => ({
    name: `bundle/${name}`,
    says,
    step: 'open-bundle',
    inputs: { key: written(under), bundle: bytes },
    outcome: { givesNull: true },
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('bundle/opens', 'bundle', change)
  const sealing = (length: number): Scenario['inputs'] => ({
    key: written(key),
    envSeed: 'tick',
    payload: drawn('payload', length),
  })
  const seal = { step: 'seal-bundle' }
  return [
    {
      ...scenario('opens', "A bundle opens under its compartment's key (D1).", written(bundle)),
      outcome: { gives: 'computed' },
    },
    scenario(
      'another-compartment',
      'Who lacks the key sees random bytes (D4).',
      from({ append: '' }),
      env.random(32),
    ),
    scenario('empty-tick', 'A tick with nothing to say (D1).', drawn('empty tick', 4_096)),
    scenario('flipped-bit', 'One bit.', from({ flipBit: 8 * 2_000 })),
    scenario('short', 'A byte is missing.', from({ cutTo: 4_095 })),
    {
      ...seal,
      name: 'bundle/full',
      says: 'The largest payload.',
      inputs: sealing(4_046),
      outcome: { gives: 'computed' },
    },
    {
      ...seal,
      name: 'bundle/too-large',
      says: 'One byte more than fits.',
      inputs: sealing(4_047),
      outcome: { refusedWith: 'bundle-too-large' },
    },
  ]
}
