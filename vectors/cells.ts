import {
  concat,
  type Env,
  encodeFragment,
  encodeInner,
  type FragmentPart,
  sealCell,
  sealEnvelope,
  sealInner,
  signFragment,
  verifyStatement,
} from '@postern/protocol'
import {
  type SampleOrganisation,
  sampleStatement,
  sampleTrust,
  signStatement,
  statementDraft,
} from './organisation.ts'
import { type ByteSource, changed, drawn, type Scenario, written } from './scenario.ts'

interface Sealed {
  readonly env: Env
  readonly made: SampleOrganisation
  readonly hash: ByteSource
  /** Hash of a statement that differs in nothing but when it starts. */
  readonly otherHash: ByteSource
  readonly fragment: Uint8Array
  readonly envelope: Uint8Array
  readonly inner: Uint8Array
  readonly layer2: Uint8Array
  readonly cell: Uint8Array
}

/** A cell from the fragment outwards, and what every layer refuses. */
export function cellScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  const sealed = sealAll(env, made)
  return [
    ...fragmentScenarios(sealed),
    ...envelopeScenarios(sealed),
    ...mixScenarios(sealed),
    ...stampScenarios(sealed),
    ...sealingScenarios(sealed),
  ]
}

function sealAll(env: Env, made: SampleOrganisation): Sealed {
  const statement = sampleStatement(env, made)
  const later = { ...statementDraft(made, env.nowMs()), fromMs: env.nowMs() }
  const other = verifyStatement(env.suite, signStatement(made, later), sampleTrust(env, made))
  const [desk] = made.desks
  const fragment = encodeFragment(sampleFragment(env, made))
  const envelope = sealEnvelope(env, desk.key.publicKey, statement.hash, fragment)
  const inner = encodeInner({ kind: 'real', envelope })
  const layer2 = sealInner(env, statement.mixKeys[1], statement.hash, inner)
  const cell = sealCell(env, statement, inner)
  return {
    env,
    made,
    hash: written(statement.hash),
    otherHash: written(other.hash),
    fragment,
    envelope,
    inner,
    layer2,
    cell,
  }
}

function sampleFragment(env: Env, made: SampleOrganisation): ReturnType<typeof signFragment> {
  const key = env.suite.signingKey(env.random(32))
  const part: FragmentPart = {
    messageId: env.random(16),
    index: 1,
    count: 2,
    body: env.random(300),
  }
  return signFragment(key, made.id, made.desks[0].id, part)
}

function fragmentScenarios({ made, fragment }: Sealed): Scenario[] {
  const [desk, otherDesk] = made.desks
  const scenario = (name: string, says: string, bytes: ByteSource, id = desk.id): Scenario => ({
    name: `fragment/${name}`,
    says,
    step: 'check-fragment',
    inputs: { organisation: written(made.id), desk: written(id), fragment: bytes },
    outcome: { gives: 'computed' },
  })
  const refused = (name: string, says: string, bytes: ByteSource, code: string): Scenario => ({
    ...scenario(name, says, bytes),
    outcome: { refusedWith: code },
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('fragment/accepted', 'fragment', change)
  return [
    scenario('accepted', 'The last of two fragments, its signature fits (S5).', written(fragment)),
    scenario(
      'another-desk',
      'The signature covers the desk: it does not fit another (S5).',
      from({ append: '' }),
      otherDesk.id,
    ),
    scenario(
      'flipped-body',
      'One bit of the body: the signature does not fit (S5).',
      from({ flipBit: 8 * 150 }),
    ),
    scenario(
      'flipped-id',
      'One bit of the message id: the signature does not fit (S5).',
      from({ flipBit: 8 * 100 }),
    ),
    refused('index-is-count', 'Index 2 of 2.', from({ setByte: 113, to: 2 }), 'bad-fragment'),
    refused('count-is-0', 'No fragments at all.', from({ setByte: 115, to: 0 }), 'bad-fragment'),
    refused(
      'count-is-33',
      'One more than a message may have.',
      from({ setByte: 115, to: 33 }),
      'bad-fragment',
    ),
    refused(
      'not-full',
      'Not the last, and not full: a message is cut in one way only (S4).',
      from({ setByte: 113, to: 0 }),
      'bad-fragment',
    ),
    refused(
      'length-beyond-the-body',
      'A length of 65,324.',
      from({ setByte: 116, to: 0xff }),
      'bad-fragment',
    ),
    refused('padding', 'A bit behind the body.', from({ flipBit: 8 * 12_962 }), 'bad-fragment'),
    refused('short', 'A byte is missing.', from({ cutTo: 12_962 }), 'wrong-size'),
    refused('long', 'A byte too many.', from({ append: '00' }), 'wrong-size'),
  ]
}

function envelopeScenarios({ made, envelope, hash, otherHash }: Sealed): Scenario[] {
  const [desk, otherDesk] = made.desks
  const scenario = (
    name: string,
    says: string,
    bytes: ByteSource,
    seed = desk.keySeed,
    statementHash = hash,
  ): Scenario => ({
    name: `envelope/${name}`,
    says,
    step: 'open-envelope',
    inputs: { keySeed: written(seed), statementHash, envelope: bytes },
    outcome: { givesNull: true },
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('envelope/opens', 'envelope', change)
  const same = from({ append: '' })
  return [
    {
      ...scenario(
        'opens',
        'The desk opens it, and gets the key that opens it again (D2).',
        written(envelope),
      ),
      outcome: { gives: 'computed' },
    },
    scenario('another-desk', 'Another desk cannot open it.', same, otherDesk.keySeed),
    scenario(
      'another-statement',
      'Nor the desk itself under another statement (B2).',
      same,
      desk.keySeed,
      otherHash,
    ),
    scenario('flipped-enc', 'One bit of `enc`.', from({ flipBit: 77 })),
    scenario('flipped-ciphertext', 'One bit of the ciphertext.', from({ flipBit: 8 * 5_000 })),
    scenario('short', 'A byte is missing.', from({ cutTo: 14_098 })),
    scenario('random', 'Random bytes of its length.', drawn('random envelope', 14_099)),
  ]
}

function mixScenarios({ made, hash, otherHash, layer2, inner, cell }: Sealed): Scenario[] {
  const [seed1, seed2] = made.mixKeySeeds
  const mix1 = (
    name: string,
    says: string,
    bytes: ByteSource,
    seed = seed1,
    statementHash = hash,
  ): Scenario => ({
    name: `cell/${name}`,
    says,
    step: 'open-cell',
    inputs: { keySeed: written(seed), statementHash, cell: bytes },
    outcome: { givesNull: true },
  })
  const mix2 = (name: string, says: string, bytes: ByteSource, statementHash = hash): Scenario => ({
    name: `layer-2/${name}`,
    says,
    step: 'open-layer-2',
    inputs: { keySeed: written(seed2), statementHash, layer2: bytes },
    outcome: { givesNull: true },
  })
  const kind = (
    name: string,
    says: string,
    bytes: ByteSource,
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `inner/${name}`,
    says,
    step: 'decode-inner',
    inputs: { inner: bytes },
    outcome,
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('cell/opens-at-mix-1', 'cell', change)
  const from2 = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('layer-2/opens-at-mix-2', 'layer2', change)
  const random = drawn('inner', inner.length - 1)
  return [
    {
      ...mix1('opens-at-mix-1', 'Mix 1 opens a cell and finds layer 2 (M3).', written(cell)),
      outcome: { gives: 'computed' },
    },
    mix1('not-for-mix-2', 'Mix 2 cannot open a cell.', from({ append: '' }), seed2),
    mix1(
      'another-statement',
      'A cell made from another statement does not open (B2).',
      from({ append: '' }),
      seed1,
      otherHash,
    ),
    mix1('flipped-enc', 'One bit of `enc`.', from({ flipBit: 8 * 12 })),
    mix1('flipped-ciphertext', 'The last bit of the tag.', from({ flipBit: 8 * 16_383 + 7 })),
    mix1(
      'random',
      'What a client without a verified statement sends (B3).',
      drawn('random cell', 16_384),
    ),
    {
      ...mix1('short', 'A cell of another size.', from({ cutTo: 16_383 })),
      outcome: { refusedWith: 'wrong-size' },
    },
    {
      ...mix1('long', 'A cell of another size.', from({ append: '00' })),
      outcome: { refusedWith: 'wrong-size' },
    },
    {
      ...mix2('opens-at-mix-2', 'Mix 2 opens layer 2 and finds inner (M3).', written(layer2)),
      outcome: { gives: 'computed' },
    },
    mix2(
      'another-statement',
      'Layer 2 made from another statement does not open (B2).',
      from2({ append: '' }),
      otherHash,
    ),
    mix2('flipped-bit', 'One bit of the ciphertext.', from2({ flipBit: 8 * 9_000 + 3 })),
    mix2('short', 'A byte is missing.', from2({ cutTo: 15_235 })),
    kind('real', 'Kind 1: the envelope goes on (M7).', written(inner), { gives: 'computed' }),
    kind(
      'cover',
      'Kind 0: it is dropped (M7).',
      changed('inner/real', 'inner', { setByte: 0, to: 0 }),
      { gives: 'computed' },
    ),
    kind('kind-2', 'There is no kind 2.', changed('inner/real', 'inner', { setByte: 0, to: 2 }), {
      refusedWith: 'unknown-kind',
    }),
    kind('short', 'A byte is missing.', random, { refusedWith: 'wrong-size' }),
  ]
}

function stampScenarios({ cell }: Sealed): Scenario[] {
  const scenario = (name: string, says: string, bytes: ByteSource, bits: number): Scenario => ({
    name: `stamp/${name}`,
    says,
    step: 'stamp-fits',
    inputs: { cell: bytes, bits },
    outcome: { gives: false },
  })
  const same = changed('cell/opens-at-mix-1', 'cell', { append: '' })
  const found = { step: 'find-stamp', outcome: { gives: 'computed' } }
  return [
    {
      ...found,
      name: 'stamp/found',
      says: 'The first counter that pays ten bits (S3).',
      inputs: { layer1: drawn('layer 1', 16_376), bits: 10 },
    },
    {
      ...found,
      name: 'stamp/nothing-asked',
      says: 'Without bits asked it is eight zeros (S3).',
      inputs: { layer1: drawn('layer 1', 16_376), bits: 0 },
    },
    {
      ...scenario('pays', 'The four bits of rehearsal are paid (S3).', same, 4),
      outcome: { gives: true },
    },
    scenario(
      'asked-for-more',
      'A statement that asks for 16 bits is not paid by 4 (S3).',
      same,
      16,
    ),
    scenario(
      'flipped-layer',
      'A stamp is for one layer 1 only (S3).',
      changed('cell/opens-at-mix-1', 'cell', { flipBit: 8 * (cell.length - 2) }),
      4,
    ),
    scenario('no-cell', 'What is no cell has no stamp.', drawn('no cell', 100), 0),
  ]
}

function sealingScenarios({ env, made }: Sealed): Scenario[] {
  const documents = {
    root: written(made.root.publicKey),
    nowMs: env.nowMs(),
    trustList: changed('trust-list/accepted', 'trustList', { append: '' }),
    statement: changed('statement/accepted', 'statement', { append: '' }),
  }
  const scenario = { step: 'seal-cell', outcome: { gives: 'computed' } }
  const short = concat(Uint8Array.of(0), new Uint8Array(10))
  return [
    {
      ...scenario,
      name: 'seal/real',
      says: 'With one source of chance a cell is always the same bytes (S2, S3).',
      inputs: {
        ...documents,
        envSeed: 'seal',
        inner: changed('inner/real', 'inner', { append: '' }),
      },
    },
    {
      ...scenario,
      name: 'seal/cover',
      says: 'Cover takes the same path (S1).',
      inputs: {
        ...documents,
        envSeed: 'seal',
        inner: changed('inner/cover', 'inner', { append: '' }),
      },
    },
    {
      ...scenario,
      name: 'seal/short',
      says: 'What is no inner is not sealed.',
      inputs: { ...documents, envSeed: 'seal', inner: written(short) },
      outcome: { refusedWith: 'wrong-size' },
    },
    {
      ...scenario,
      name: 'seal/under-one-mix',
      says: 'Without the signature of mix 2 nothing is sealed (B3).',
      inputs: {
        ...documents,
        envSeed: 'seal',
        inner: written(short),
        statement: changed('statement/one-mix', 'statement', { append: '' }),
      },
      outcome: { refusedWith: 'bad-signature' },
    },
  ]
}
