import { toBase64 } from '../bytes/base64.ts'
import { concat } from '../bytes/concat.ts'
import { toHex } from '../bytes/hex.ts'
import { utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { SIGNATURE_BYTES } from './dsse.ts'
import { ID_BYTES, sized } from './ids.ts'
import { type JsonForm, type JsonObject, readCanonical, writeJson } from './json.ts'
import { KEM_PUBLIC_KEY_BYTES } from './sizes.ts'

export type MixRoleName = 'mix-1' | 'mix-2'

/** A desk's key for one epoch, signed by the desk's identity key. (B1, B6) */
export interface DeskKeyOffer {
  /** 16 bytes. */
  readonly desk: Uint8Array
  readonly generation: number
  /** Number of the statement that it is for. */
  readonly epoch: number
  /** X-Wing, 1,216 bytes. */
  readonly key: Uint8Array
  readonly signature: Uint8Array
}

/** A mix's key for one epoch, signed by the mix's identity key. */
export interface MixKeyOffer {
  readonly mix: MixRoleName
  readonly epoch: number
  readonly key: Uint8Array
  readonly signature: Uint8Array
}

const U32_MAX = 0xffff_ffff
const MAX_OFFERS = 16
const OFFERS_MAX_BYTES = 65_536

/** What a desk signs: label ‖ organisation 16 ‖ desk 16 ‖ generation 4 ‖ epoch 4 ‖ key 1,216. */
export function deskKeyMessage(
  organisation: Uint8Array,
  desk: Uint8Array,
  generation: number,
  epoch: number,
  key: Uint8Array,
): Uint8Array {
  return new Writer()
    .bytes(labelBytes(LABELS.deskKey))
    .bytes(sized(organisation, ID_BYTES, 'organisation'))
    .bytes(sized(desk, ID_BYTES, 'desk'))
    .u32(generation)
    .u32(epoch)
    .bytes(sized(key, KEM_PUBLIC_KEY_BYTES, 'desk key'))
    .finish()
}

/** What a mix signs: label ‖ organisation 16 ‖ 'mix-1' or 'mix-2' ‖ epoch 4 ‖ key 1,216. */
export function mixKeyMessage(
  organisation: Uint8Array,
  mix: MixRoleName,
  epoch: number,
  key: Uint8Array,
): Uint8Array {
  const head = concat(labelBytes(LABELS.mixKey), sized(organisation, ID_BYTES, 'organisation'))
  return new Writer()
    .bytes(head)
    .bytes(utf8(mix))
    .u32(epoch)
    .bytes(sized(key, KEM_PUBLIC_KEY_BYTES, 'mix key'))
    .finish()
}

export function signDeskKey(
  signer: SigningKey,
  organisation: Uint8Array,
  offer: Omit<DeskKeyOffer, 'signature'>,
): DeskKeyOffer {
  const { desk, generation, epoch, key } = offer
  const message = deskKeyMessage(organisation, desk, generation, epoch, key)
  return { desk, generation, epoch, key, signature: signer.sign(message) }
}

export function signMixKey(
  signer: SigningKey,
  organisation: Uint8Array,
  offer: Omit<MixKeyOffer, 'signature'>,
): MixKeyOffer {
  const { mix, epoch, key } = offer
  return { mix, epoch, key, signature: signer.sign(mixKeyMessage(organisation, mix, epoch, key)) }
}

export function deskKeyFits(
  suite: Suite,
  organisation: Uint8Array,
  offer: DeskKeyOffer,
  identity: Uint8Array,
): boolean {
  const { desk, generation, epoch, key, signature } = offer
  const message = deskKeyMessage(organisation, desk, generation, epoch, key)
  return suite.verify(identity, message, signature)
}

export function mixKeyFits(
  suite: Suite,
  organisation: Uint8Array,
  offer: MixKeyOffer,
  identity: Uint8Array,
): boolean {
  const message = mixKeyMessage(organisation, offer.mix, offer.epoch, offer.key)
  return suite.verify(identity, message, offer.signature)
}

/** The body that hands desk keys on: at most 16 offers. */
export function encodeDeskKeyOffers(offers: readonly DeskKeyOffer[]): Uint8Array {
  return writeJson({
    offers: offers.map(({ desk, generation, epoch, key, signature }) => ({
      desk: toHex(desk),
      generation,
      epoch,
      key: toBase64(key),
      signature: toBase64(signature),
    })),
  })
}

/** Throws PosternError 'malformed'; the signatures are not checked yet. */
export function decodeDeskKeyOffers(bytes: Uint8Array): DeskKeyOffer[] {
  return readCanonical(bytes, DESK_OFFERS)
}

export function encodeMixKeyOffers(offers: readonly MixKeyOffer[]): Uint8Array {
  return writeJson({
    offers: offers.map(({ mix, epoch, key, signature }) => ({
      mix,
      epoch,
      key: toBase64(key),
      signature: toBase64(signature),
    })),
  })
}

/** Throws PosternError 'malformed'; the signatures are not checked yet. */
export function decodeMixKeyOffers(bytes: Uint8Array): MixKeyOffer[] {
  return readCanonical(bytes, MIX_OFFERS)
}

const DESK_OFFERS: JsonForm<DeskKeyOffer[]> = {
  maxBytes: OFFERS_MAX_BYTES,
  write: encodeDeskKeyOffers,
  read: (object) =>
    object.objects('offers', MAX_OFFERS, (offer) => ({
      desk: offer.hex('desk', ID_BYTES),
      generation: offer.integer('generation', U32_MAX),
      ...readKey(offer),
    })),
}

const MIX_OFFERS: JsonForm<MixKeyOffer[]> = {
  maxBytes: OFFERS_MAX_BYTES,
  write: encodeMixKeyOffers,
  read: (object) =>
    object.objects('offers', MAX_OFFERS, (offer) => ({
      mix: readMixRole(offer),
      ...readKey(offer),
    })),
}

function readKey(offer: JsonObject): { epoch: number; key: Uint8Array; signature: Uint8Array } {
  return {
    epoch: offer.integer('epoch', U32_MAX),
    key: offer.base64('key', KEM_PUBLIC_KEY_BYTES),
    signature: offer.base64('signature', SIGNATURE_BYTES),
  }
}

/** The field `mix` of an offer or a batch header. */
export function readMixRole(object: JsonObject): MixRoleName {
  const name = object.text('mix', 5)
  if (name !== 'mix-1' && name !== 'mix-2') throw new PosternError('malformed', 'mix')
  return name
}
