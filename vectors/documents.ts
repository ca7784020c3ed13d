import {
  encodeDeskKeyOffers,
  encodeNow,
  encodeStatement,
  fromUtf8,
  LABELS,
  type NowDraft,
  signDeskKey,
  signDsse,
  signNow,
  signTrustList,
  STANDARD,
  type StatementDraft,
  type TrustListDraft,
  utf8,
} from '@postern/protocol'
import {
  nowDraft,
  type SampleOrganisation,
  signStatement,
  statementDraft,
  trustListDraft,
} from './organisation.ts'
import type { Env } from '@postern/protocol'
import { type ByteSource, changed, type Input, type Scenario, written } from './scenario.ts'

const DAY_MS = 86_400_000

interface Documents {
  readonly env: Env
  readonly made: SampleOrganisation
  readonly list: TrustListDraft
  readonly statement: StatementDraft
  /** What every check of a document starts from. */
  readonly base: Readonly<Record<string, Input>>
}

/** Trust list, statement and `/now`: what clients and mixes accept, and all that they refuse. */
export function documentScenarios(env: Env, made: SampleOrganisation): Scenario[] {
  const list = trustListDraft(made, env.nowMs())
  const base = {
    root: written(made.root.publicKey),
    nowMs: env.nowMs(),
    trustList: written(signTrustList([made.root], list)),
  }
  const documents = { env, made, list, base, statement: statementDraft(made, env.nowMs()) }
  return [
    ...trustListScenarios(documents),
    ...statementScenarios(documents),
    ...nowScenarios(documents),
    ...offerScenarios(documents),
  ]
}

function trustListScenarios({ env, made, list, base }: Documents): Scenario[] {
  const known = base['trustList']
  if (known === undefined) throw new TypeError('no trust list')
  const signed = (change: Partial<TrustListDraft>, keys = [made.root]): ByteSource =>
    written(signTrustList(keys, { ...list, ...change }))
  const renewed = { number: 8, root: made.nextRoot.publicKey }
  const after = (trustList: ByteSource): Scenario['inputs'] => ({
    ...base,
    knownTrustList: known,
    trustList,
  })
  const scenario = (
    name: string,
    says: string,
    inputs: Scenario['inputs'],
    code: string,
  ): Scenario => ({
    name: `trust-list/${name}`,
    says,
    step: 'verify-trust-list',
    inputs,
    outcome: { refusedWith: code },
  })
  return [
    {
      ...scenario('accepted', 'A list that the compiled root signed (B1).', base, ''),
      outcome: { gives: 'computed' },
    },
    {
      ...scenario(
        'new-root',
        'A new root, signed by the old and the new one (B1).',
        after(signed(renewed, [made.root, made.nextRoot])),
        '',
      ),
      outcome: { gives: 'computed' },
    },
    scenario(
      'new-root-signed-by-itself',
      'A new root that the old one has not signed (B1).',
      after(signed(renewed, [made.nextRoot])),
      'bad-signature',
    ),
    scenario(
      'new-root-signed-by-old-only',
      'A new root that has not signed itself (B1).',
      after(signed(renewed, [made.root])),
      'bad-signature',
    ),
    scenario(
      'wrong-signature',
      'A list signed by a key that is not the root (B1).',
      { ...base, trustList: signed({}, [made.signer]) },
      'bad-signature',
    ),
    scenario(
      'rolled-back',
      'A number below the one known (B1).',
      after(signed({ number: 6 })),
      'rolled-back',
    ),
    scenario(
      'two-of-one-number',
      'Other words under a number that is known (B1).',
      after(signed({ signer: made.root.publicKey })),
      'rolled-back',
    ),
    scenario(
      'expired',
      'The millisecond in which it expires (B1).',
      { ...base, nowMs: list.expiresMs },
      'expired',
    ),
    scenario(
      'lives-too-long',
      'A life of a millisecond more than ninety days (section 4).',
      { ...base, trustList: signed({ expiresMs: list.issuedMs + 90 * 86_400_000 + 1 }) },
      'malformed',
    ),
    scenario(
      'another-organisation',
      'The organisation is fixed in the first list (section 4).',
      after(signed({ number: 8, organisation: env.suite.sha256(made.id).subarray(0, 16) })),
      'wrong-organisation',
    ),
    scenario(
      'one-key-for-two-mixes',
      'Two mixes that are one.',
      {
        ...base,
        trustList: signed({
          mixes: list.mixes.map(({ name }) => ({ name, key: made.root.publicKey })),
        }),
      },
      'malformed',
    ),
    scenario(
      'trailing-byte',
      'A line feed behind the document.',
      { ...base, trustList: changed('trust-list/accepted', 'trustList', { append: '0a' }) },
      'malformed',
    ),
    scenario(
      'flipped-bit',
      'One bit of the payload.',
      { ...base, trustList: changed('trust-list/accepted', 'trustList', { setByte: 80, to: 65 }) },
      'bad-signature',
    ),
  ]
}

function statementScenarios({ env, made, list, base, statement }: Documents): Scenario[] {
  const [mix1, mix2] = made.mixIdentities
  const [desk1, desk2] = statement.desks
  if (desk1 === undefined || desk2 === undefined) throw new TypeError('no desks')
  const payload = encodeStatement(statement)
  const signedBy = (keys: (typeof mix1)[], bytes = payload): ByteSource =>
    written(signDsse(keys, LABELS.statement, bytes))
  const both = (change: Partial<StatementDraft>): ByteSource =>
    signedBy([mix1, mix2], encodeStatement({ ...statement, ...change }))
  const refused = (name: string, says: string, document: ByteSource, code: string): Scenario => ({
    name: `statement/${name}`,
    says,
    step: 'verify-statement',
    inputs: { ...base, statement: document },
    outcome: { refusedWith: code },
  })
  const raised = list.desks.map((desk) => ({ ...desk, leastGeneration: 4 }))
  const raisedList = written(signTrustList([made.root], { ...list, number: 8, desks: raised }))
  return [
    {
      ...refused(
        'accepted',
        'Both mixes and both desks have signed (B1, B3).',
        written(signStatement(made, statement)),
        '',
      ),
      outcome: { gives: 'computed' },
    },
    refused(
      'one-mix',
      'The signature of mix 2 is missing (B3).',
      signedBy([mix1]),
      'bad-signature',
    ),
    refused(
      'stranger-for-mix-2',
      'A stranger has signed in the place of mix 2 (B3).',
      signedBy([mix1, made.signer]),
      'bad-signature',
    ),
    refused(
      'a-third-signature',
      'A third key has signed as well.',
      signedBy([mix1, mix2, made.signer]),
      'bad-signature',
    ),
    refused(
      'flipped-signature',
      'One bit of the last signature.',
      changed('statement/accepted', 'statement', {
        setByte: signStatement(made, statement).length - 30,
        to: 65,
      }),
      'bad-signature',
    ),
    refused(
      'foreign-desk-key',
      'A key that the other desk has signed (B1).',
      both({ desks: [{ ...desk1, key: desk2.key }, desk2] }),
      'bad-desk-key',
    ),
    refused(
      'desk-key-of-another-epoch',
      'Desk keys that were signed for the epoch before (section 4).',
      both({ number: statement.number + 1 }),
      'bad-desk-key',
    ),
    refused(
      'unknown-desk',
      'A desk that the trust list does not name.',
      both({ desks: [{ ...desk1, id: env.suite.sha256(made.id).subarray(0, 16) }] }),
      'unknown-desk',
    ),
    {
      ...refused(
        'old-generation',
        'A desk key below the least generation of a newer trust list (B1).',
        written(signStatement(made, statement)),
        'old-generation',
      ),
      inputs: {
        ...base,
        trustList: raisedList,
        statement: written(signStatement(made, statement)),
      },
    },
    refused(
      'another-organisation',
      'A statement of another organisation.',
      both({ organisation: env.suite.sha256(made.id).subarray(0, 16) }),
      'wrong-organisation',
    ),
    refused(
      'parameters-of-no-column',
      'Noise that is in neither column (section 3).',
      both({ parameters: { ...STANDARD, noiseMean: 499 } }),
      'malformed',
    ),
    refused(
      'stamp-above-its-bound',
      'A stamp of 17 bits (section 3).',
      both({ parameters: { ...STANDARD, stampBits: 17 } }),
      'malformed',
    ),
    refused(
      'unknown-field',
      'A field that this version does not have.',
      signedBy([mix1, mix2], utf8(fromUtf8(payload).replace('{', '{"extra":1,'))),
      'malformed',
    ),
  ].map((scenario) => shared(scenario))
}

/** The statement is large: all but the first name it by reference where they can. */
function shared(scenario: Scenario): Scenario {
  if (scenario.name !== 'statement/old-generation') return scenario
  const statement = changed('statement/accepted', 'statement', { append: '' })
  return { ...scenario, inputs: { ...scenario.inputs, statement } }
}

function nowScenarios({ env, made, base }: Documents): Scenario[] {
  const draft = nowDraft(env, made)
  const refused = (name: string, says: string, now: ByteSource, code: string): Scenario => ({
    name: `now/${name}`,
    says,
    step: 'verify-now',
    inputs: { ...base, now },
    outcome: { refusedWith: code },
  })
  const unasked = (now: NowDraft): ByteSource =>
    written(signDsse([made.signer], LABELS.now, encodeNow(now)))
  const other = { ...draft, organisation: env.suite.sha256(made.id).subarray(0, 16) }
  return [
    {
      ...refused(
        'accepted',
        'The signer of the trust list has signed.',
        written(signNow(made.signer, draft)),
        '',
      ),
      outcome: { gives: 'computed' },
    },
    {
      ...refused(
        'before-the-first-drop',
        'There is no drop yet.',
        written(signNow(made.signer, { ...draft, drop: null, days: [] })),
        '',
      ),
      outcome: { gives: 'computed' },
    },
    refused(
      'signed-by-the-root',
      'Even the root does not sign `/now`.',
      written(signNow(made.root, draft)),
      'bad-signature',
    ),
    refused(
      'another-organisation',
      'A `/now` of another organisation.',
      written(signNow(made.signer, other)),
      'wrong-organisation',
    ),
    refused(
      'flipped-bit',
      'One byte of the signature.',
      changed('now/accepted', 'now', { setByte: signNow(made.signer, draft).length - 30, to: 65 }),
      'bad-signature',
    ),
    refused(
      'cut-off',
      'The last byte is missing.',
      changed('now/accepted', 'now', { cutTo: signNow(made.signer, draft).length - 1 }),
      'malformed',
    ),
    refused(
      'too-long',
      'Spaces up to 2,048 bytes.',
      changed('now/accepted', 'now', { append: '20'.repeat(200) }),
      'malformed',
    ),
    refused(
      'mirror-with-a-slash',
      'A mirror is an origin: no slash at its end.',
      unasked({ ...draft, mirrors: ['https://m.example/'] }),
      'malformed',
    ),
    refused(
      'mirror-in-capitals',
      'One address has one spelling.',
      unasked({ ...draft, mirrors: ['https://M.example'] }),
      'malformed',
    ),
    refused(
      'five-statements',
      'At most four statements are listed.',
      unasked({
        ...draft,
        mirrors: [],
        statements: [...draft.statements, { ...draft.trust, fromMs: env.nowMs() + 3 * DAY_MS }],
      }),
      'malformed',
    ),
    refused(
      'mirror-with-a-path',
      'A mirror that could carry a mark of its reader (B4).',
      unasked({ ...draft, mirrors: ['https://m.example/?r=1'] }),
      'malformed',
    ),
  ]
}

function offerScenarios({ made }: Documents): Scenario[] {
  const [desk] = made.desks
  const unsigned = { desk: desk.id, generation: 3, epoch: 41, key: desk.key.publicKey }
  const offers = encodeDeskKeyOffers([signDeskKey(desk.identity, made.id, unsigned)])
  const scenario = { step: 'decode-desk-key-offers' }
  return [
    {
      ...scenario,
      name: 'key-offer/desk',
      says: 'A desk offers its key of one epoch.',
      inputs: { offers: written(offers) },
      outcome: { gives: 'computed' },
    },
    {
      ...scenario,
      name: 'key-offer/space',
      says: 'A space behind it.',
      inputs: { offers: changed('key-offer/desk', 'offers', { append: '20' }) },
      outcome: { refusedWith: 'malformed' },
    },
    {
      ...scenario,
      name: 'key-offer/cut-off',
      says: 'Cut in the middle.',
      inputs: { offers: changed('key-offer/desk', 'offers', { cutTo: 900 }) },
      outcome: { refusedWith: 'malformed' },
    },
  ]
}
