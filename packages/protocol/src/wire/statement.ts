import { toBase64 } from '../bytes/base64.ts'
import { toHex } from '../bytes/hex.ts'
import { equalBytes } from '../bytes/concat.ts'
import { utf8 } from '../bytes/utf8.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import {
  encodeDsse,
  openDsse,
  type Signature,
  SIGNATURE_BYTES,
  type Signed,
  verifiedBy,
} from './dsse.ts'
import { ID_BYTES } from './ids.ts'
import { base64Member, type JsonForm, type JsonObject, readCanonical, writeJson } from './json.ts'
import { deskKeyFits } from './key-offer.ts'
import { type Parameters, readParameters, writeParameters } from './parameters.ts'
import { KEM_PUBLIC_KEY_BYTES } from './sizes.ts'
import { MAX_DESKS, type TrustedDesk, type TrustList } from './trust-list.ts'

export interface DeskTitle {
  readonly title: string
  readonly description: string
}

/** One desk of a statement: its key of this epoch, and what it is called in each language. */
export interface StatementDesk {
  readonly id: Uint8Array
  readonly generation: number
  /** X-Wing, 1,216 bytes. */
  readonly key: Uint8Array
  /** By the desk's identity key over `deskKeyMessage`. */
  readonly signature: Uint8Array
  /** By language tag: `en`, `ru`, `pt-BR`. */
  readonly titles: Readonly<Record<string, DeskTitle>>
}

export interface StatementDraft {
  readonly organisation: Uint8Array
  /** The epoch that cells made from it carry in clear. */
  readonly number: number
  readonly fromMs: number
  readonly parameters: Parameters
  /** X-Wing keys of mix 1 and mix 2, 1,216 bytes each. */
  readonly mixKeys: readonly Uint8Array[]
  /** Their order decides whose interval it is (R3). */
  readonly desks: readonly StatementDesk[]
}

/** An epoch statement that `verifyStatement` has accepted; nothing else makes one. */
class Statement implements StatementDraft {
  readonly #verified: true = true
  readonly organisation: Uint8Array
  readonly number: number
  readonly fromMs: number
  readonly parameters: Parameters
  readonly mixKeys: readonly [Uint8Array, Uint8Array]
  readonly desks: readonly StatementDesk[]
  /** SHA-256 of the payload: every seal is bound to it (B2). */
  readonly hash: Uint8Array

  constructor(draft: StatementDraft, hash: Uint8Array) {
    this.organisation = draft.organisation
    this.number = draft.number
    this.fromMs = draft.fromMs
    this.parameters = draft.parameters
    this.mixKeys = twoKeys(draft.mixKeys)
    this.desks = draft.desks
    this.hash = hash
  }

  static isVerified(statement: object): boolean {
    return #verified in statement && statement.#verified
  }
}
export type { Statement }

/**
 * The payload. Eight desks with the longest titles in ten languages fit into it, and it fits into
 * the bound on a served document; two desks in four languages are served in 14 KB.
 */
export const STATEMENT_MAX_BYTES = 48_000
const MAX_LANGUAGES = 10
/** As JSON writes them between the quotation marks: a quotation mark counts two. */
const MAX_TITLE_BYTES = 80
const MAX_DESCRIPTION_BYTES = 240
const LANGUAGE = /^(?=.{2,12}$)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/
const U32_MAX = 0xffff_ffff

const FORM: JsonForm<StatementDraft> = {
  maxBytes: STATEMENT_MAX_BYTES,
  write: encodeStatement,
  read: (object) => ({
    organisation: object.hex('organisation', ID_BYTES),
    number: object.integer('number', U32_MAX),
    fromMs: object.integer('fromMs'),
    parameters: readParameters(object.object('parameters')),
    mixKeys: object.list('mixKeys', 2, (key) => base64Member(key, KEM_PUBLIC_KEY_BYTES)),
    desks: object.objects('desks', MAX_DESKS, readDesk),
  }),
}

/** The payload's bytes: what both mixes sign. */
export function encodeStatement(draft: StatementDraft): Uint8Array {
  return writeJson({
    organisation: toHex(draft.organisation),
    number: draft.number,
    fromMs: draft.fromMs,
    parameters: writeParameters(draft.parameters),
    mixKeys: draft.mixKeys.map((key) => toBase64(key)),
    desks: draft.desks.map((desk) => writeDesk(desk)),
  })
}

/** The served document, from the payload and both mixes' signatures (B6). */
export function assembleStatement(payload: Uint8Array, signatures: readonly Signature[]): Signed {
  return encodeDsse({ payloadType: LABELS.statement, payload, signatures })
}

/**
 * Accepts a served statement: both mixes have signed it, and nobody else; every desk key is signed
 * by its desk and of no earlier generation than the trust list allows (B1, B3).
 * Throws PosternError 'malformed', 'bad-signature', 'wrong-organisation', 'unknown-desk',
 * 'bad-desk-key' or 'old-generation'.
 */
export function verifyStatement(suite: Suite, document: Signed, trust: TrustList): Statement {
  const opened = openDsse(document, LABELS.statement)
  const signed = trust.mixes.every(({ key }) => verifiedBy(suite, opened, key))
  if (opened.signatures.length !== trust.mixes.length || !signed)
    throw new PosternError('bad-signature', 'statement')
  return verifyStatementDraft(suite, opened.payload, trust)
}

/** What a mix checks before it signs: everything but the mixes' own signatures. */
export function verifyStatementDraft(
  suite: Suite,
  payload: Uint8Array,
  trust: TrustList,
): Statement {
  const draft = readCanonical(payload, FORM)
  if (!equalBytes(draft.organisation, trust.organisation))
    throw new PosternError('wrong-organisation', 'statement')
  for (const desk of draft.desks) checkDesk(suite, draft, desk, trust)
  if (new Set(draft.desks.map(({ id }) => toHex(id))).size !== draft.desks.length)
    throw new PosternError('malformed', 'one desk twice')
  return new Statement(draft, suite.sha256(payload))
}

/**
 * The titles of one desk by language, as a statement may hold them. For whoever hands them in: what
 * is out of bounds here would have no statement later. Throws PosternError 'malformed'.
 */
export function readTitles(object: JsonObject): Record<string, DeskTitle> {
  const languages = object.names()
  if (languages.length > MAX_LANGUAGES || !languages.every((tag) => LANGUAGE.test(tag)))
    throw new PosternError('malformed', 'languages')
  return Object.fromEntries(languages.map((tag) => [tag, readTitle(object.object(tag))]))
}

/** True for what the check has made; plain objects of the same shape are false. */
export function isStatement(statement: object): statement is Statement {
  return Statement.isVerified(statement)
}

function checkDesk(
  suite: Suite,
  draft: StatementDraft,
  desk: StatementDesk,
  trust: TrustList,
): void {
  const trusted = trust.desks.find(({ id }) => equalBytes(id, desk.id))
  if (trusted === undefined) throw new PosternError('unknown-desk')
  checkGeneration(desk, trusted)
  const offer = { ...desk, desk: desk.id, epoch: draft.number }
  if (!deskKeyFits(suite, draft.organisation, offer, trusted.key))
    throw new PosternError('bad-desk-key')
}

function checkGeneration(desk: StatementDesk, trusted: TrustedDesk): void {
  if (desk.generation < trusted.leastGeneration) throw new PosternError('old-generation')
}

function twoKeys(keys: readonly Uint8Array[]): readonly [Uint8Array, Uint8Array] {
  const [mix1, mix2] = keys
  if (mix1 === undefined || mix2 === undefined) throw new PosternError('malformed', 'mixKeys')
  return [mix1, mix2]
}

function readDesk(object: JsonObject): StatementDesk {
  return {
    id: object.hex('id', ID_BYTES),
    generation: object.integer('generation', U32_MAX),
    key: object.base64('key', KEM_PUBLIC_KEY_BYTES),
    signature: object.base64('signature', SIGNATURE_BYTES),
    titles: readTitles(object.object('titles')),
  }
}

function writeDesk(desk: StatementDesk): object {
  return {
    id: toHex(desk.id),
    generation: desk.generation,
    key: toBase64(desk.key),
    signature: toBase64(desk.signature),
    titles: writeTitles(desk.titles),
  }
}

function readTitle(object: JsonObject): DeskTitle {
  return {
    title: shortText(object, 'title', MAX_TITLE_BYTES),
    description: shortText(object, 'description', MAX_DESCRIPTION_BYTES),
  }
}

function shortText(object: JsonObject, name: string, mostBytes: number): string {
  const text = object.text(name, mostBytes)
  if (utf8(JSON.stringify(text)).length - 2 > mostBytes) throw new PosternError('malformed', name)
  return text
}

function writeTitles(titles: Readonly<Record<string, DeskTitle>>): object {
  const languages = Object.entries(titles).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    languages.map(([tag, { title, description }]) => [tag, { title, description }]),
  )
}
