import { toBase64 } from '../bytes/base64.ts'
import { concat, equalBytes } from '../bytes/concat.ts'
import { toHex } from '../bytes/hex.ts'
import { utf8 } from '../bytes/utf8.ts'
import { PosternError } from '../error.ts'
import { type Label, labelBytes } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { type JsonForm, type JsonObject, readCanonical, writeJson } from './json.ts'

/**
 * The bytes of a signed document (DSSE 1.0): JSON of
 *
 *   { payloadType, payload (base64), signatures: [{ keyid (hex of the public key), sig (base64) }] }
 *
 * with signatures in the order of their key ids, none of them twice. What was signed is the
 * payload's bytes as they travel.
 */
export type Signed = Uint8Array

export interface Signature {
  /** The Ed25519 public key, 32 bytes. */
  readonly key: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
}

export interface OpenedDsse {
  readonly payloadType: Label
  readonly payload: Uint8Array
  readonly signatures: readonly Signature[]
}

export const SIGNATURE_BYTES = 64
export const PUBLIC_KEY_BYTES = 32

const MAX_SIGNATURES = 8
/** The largest statement fits into it (STATEMENT_MAX_BYTES). */
export const DSSE_MAX_BYTES = 65_536

/** DSSE's pre-authentication encoding: what a signature covers. */
export function paeBytes(payloadType: Label, payload: Uint8Array): Uint8Array {
  const type = labelBytes(payloadType)
  const head = utf8(`DSSEv1 ${type.length} `)
  return concat(head, type, utf8(` ${payload.length} `), payload)
}

export function signPayload(key: SigningKey, payloadType: Label, payload: Uint8Array): Signature {
  return { key: key.publicKey, signature: key.sign(paeBytes(payloadType, payload)) }
}

export function signDsse(
  keys: readonly SigningKey[],
  payloadType: Label,
  payload: Uint8Array,
): Signed {
  const signatures = keys.map((key) => signPayload(key, payloadType, payload))
  return encodeDsse({ payloadType, payload, signatures })
}

/** The document from its parts; signatures may come in any order, one for each key. */
export function encodeDsse(opened: OpenedDsse): Signed {
  return writeJson({
    payloadType: typeText(opened.payloadType),
    payload: toBase64(opened.payload),
    signatures: inOrder(opened.signatures).map(({ key, signature }) => ({
      keyid: toHex(key),
      sig: toBase64(signature),
    })),
  })
}

/** Takes a document apart and believes nothing in it yet. Throws PosternError 'malformed'. */
export function openDsse(document: Signed, payloadType: Label): OpenedDsse {
  return readCanonical(document, dsseForm(payloadType))
}

/** True when this very key has signed; a document without its signature is false too. */
export function verifiedBy(suite: Suite, opened: OpenedDsse, publicKey: Uint8Array): boolean {
  const mine = opened.signatures.find(({ key }) => equalBytes(key, publicKey))
  if (mine === undefined) return false
  return suite.verify(publicKey, paeBytes(opened.payloadType, opened.payload), mine.signature)
}

function dsseForm(payloadType: Label): JsonForm<OpenedDsse> {
  return {
    maxBytes: DSSE_MAX_BYTES,
    write: encodeDsse,
    read: (object) => ({
      payloadType: checkedType(object, payloadType),
      payload: object.base64UpTo('payload', DSSE_MAX_BYTES),
      signatures: inOrder(object.objects('signatures', MAX_SIGNATURES, readSignature)),
    }),
  }
}

function readSignature(object: JsonObject): Signature {
  return {
    key: object.hex('keyid', PUBLIC_KEY_BYTES),
    signature: object.base64('sig', SIGNATURE_BYTES),
  }
}

function checkedType(object: JsonObject, payloadType: Label): Label {
  if (object.text('payloadType', 64) === typeText(payloadType)) return payloadType
  throw new PosternError('malformed', 'payloadType')
}

function typeText(payloadType: Label): string {
  return `postern/v1/${payloadType}`
}

function inOrder(signatures: readonly Signature[]): Signature[] {
  const sorted = signatures.toSorted((a, b) => (toHex(a.key) < toHex(b.key) ? -1 : 1))
  if (new Set(sorted.map(({ key }) => toHex(key))).size !== sorted.length)
    throw new PosternError('malformed', 'one key signs twice')
  return sorted
}
