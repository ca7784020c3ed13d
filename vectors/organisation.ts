import {
  type Env,
  type KemKey,
  type NowDraft,
  REHEARSAL,
  type Signed,
  type SigningKey,
  signDeskKey,
  signPayload,
  signTrustList,
  type Statement,
  type StatementDraft,
  type TrustList,
  type TrustListDraft,
  assembleStatement,
  encodeStatement,
  LABELS,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'

const DAY_MS = 86_400_000

interface SampleDesk {
  readonly id: Uint8Array
  readonly identity: SigningKey
  readonly key: KemKey
  readonly keySeed: Uint8Array
}

/** An organisation with every secret key at hand, for vectors and tests: two mixes, two desks. */
export interface SampleOrganisation {
  readonly id: Uint8Array
  readonly root: SigningKey
  readonly nextRoot: SigningKey
  readonly signer: SigningKey
  readonly mixIdentities: readonly [SigningKey, SigningKey]
  readonly mixKeys: readonly [KemKey, KemKey]
  readonly mixKeySeeds: readonly [Uint8Array, Uint8Array]
  readonly desks: readonly [SampleDesk, SampleDesk]
}

/** Drawn from the Env in a fixed order, so one seed gives one organisation. */
export function sampleOrganisation(env: Env): SampleOrganisation {
  const signing = (): SigningKey => env.suite.signingKey(env.random(32))
  const id = env.random(16)
  const mixKeySeeds = [env.random(32), env.random(32)] as const
  return {
    id,
    root: signing(),
    nextRoot: signing(),
    signer: signing(),
    mixIdentities: [signing(), signing()],
    mixKeys: [env.suite.kemKey(mixKeySeeds[0]), env.suite.kemKey(mixKeySeeds[1])],
    mixKeySeeds,
    desks: [sampleDesk(env), sampleDesk(env)],
  }
}

function sampleDesk(env: Env): SampleDesk {
  const keySeed = env.random(32)
  return {
    id: env.random(16),
    identity: env.suite.signingKey(env.random(32)),
    key: env.suite.kemKey(keySeed),
    keySeed,
  }
}

export function trustListDraft(made: SampleOrganisation, nowMs: number): TrustListDraft {
  const [mix1, mix2] = made.mixIdentities
  return {
    organisation: made.id,
    number: 7,
    issuedMs: nowMs - DAY_MS,
    expiresMs: nowMs + 89 * DAY_MS,
    root: made.root.publicKey,
    nextRoot: null,
    signer: made.signer.publicKey,
    mixes: [
      { name: 'Quay Press Trust', key: mix1.publicKey },
      { name: 'Lantern Society', key: mix2.publicKey },
    ],
    desks: made.desks.map(({ id, identity }) => ({
      id,
      key: identity.publicKey,
      leastGeneration: 3,
    })),
    witnesses: [],
  }
}

const TITLES: StatementDraft['desks'][number]['titles'] = {
  en: {
    title: 'Investigations desk',
    description:
      'Documents, recordings and accounts of what was done out of sight. Two editors read it.',
  },
  fa: {
    title: 'میز تحقیقات',
    description:
      'اسناد، صداها و روایت‌هایی از آنچه پنهانی انجام شده است. دو ویراستار آن را می‌خوانند.',
  },
  ru: {
    title: 'Отдел расследований',
    description: 'Документы, записи и рассказы о том, что делалось втайне. Читают два редактора.',
  },
  uk: {
    title: 'Відділ розслідувань',
    description:
      'Документи, записи й розповіді про те, що робилося потай. Читають двоє редакторів.',
  },
}

export function statementDraft(made: SampleOrganisation, nowMs: number): StatementDraft {
  const number = 41
  return {
    organisation: made.id,
    number,
    fromMs: nowMs - DAY_MS / 2,
    parameters: REHEARSAL,
    mixKeys: made.mixKeys.map(({ publicKey }) => publicKey),
    desks: made.desks.map((desk) => ({ ...deskOffer(made, desk, number), titles: TITLES })),
  }
}

function deskOffer(
  made: SampleOrganisation,
  desk: SampleDesk,
  epoch: number,
): Omit<StatementDraft['desks'][number], 'titles'> {
  const unsigned = { desk: desk.id, generation: 3, epoch, key: desk.key.publicKey }
  const { generation, key, signature } = signDeskKey(desk.identity, made.id, unsigned)
  return { id: desk.id, generation, key, signature }
}

/** The served statement, signed by both mixes. */
export function signStatement(made: SampleOrganisation, draft: StatementDraft): Signed {
  const payload = encodeStatement(draft)
  const signatures = made.mixIdentities.map((key) => signPayload(key, LABELS.statement, payload))
  return assembleStatement(payload, signatures)
}

export function sampleTrust(env: Env, made: SampleOrganisation): TrustList {
  const document = signTrustList([made.root], trustListDraft(made, env.nowMs()))
  return verifyTrustList(env.suite, document, made.root.publicKey, env.nowMs())
}

export function sampleStatement(env: Env, made: SampleOrganisation): Statement {
  const document = signStatement(made, statementDraft(made, env.nowMs()))
  return verifyStatement(env.suite, document, sampleTrust(env, made))
}

/** As full as `/now` gets: fourteen days, four statements, three mirrors. */
export function nowDraft(env: Env, made: SampleOrganisation): NowDraft {
  const hash = (text: number): Uint8Array => env.suite.sha256(Uint8Array.of(text))
  const listed = (number: number): { number: number; hash: Uint8Array } => ({
    number,
    hash: hash(number % 256),
  })
  return {
    organisation: made.id,
    number: 123_456_789,
    timeMs: env.nowMs(),
    trust: listed(7),
    statements: [40, 41, 42, 43].map((number) => ({
      ...listed(number),
      fromMs: env.nowMs() + (number - 41) * DAY_MS,
    })),
    drop: listed(360_000_000),
    days: Array.from({ length: 14 }, (_, n) => listed(1_875_000 + n)),
    batch: 360_000_001,
    crowd: 1_234_567,
    mirrors: ['https://mirror.quay.example', 'https://lantern.example'],
  }
}
