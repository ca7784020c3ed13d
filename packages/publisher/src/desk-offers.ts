import { type DeskKeyOffer, type DeskTitle, type JsonObject } from '@postern/protocol'
import type { DeskTitles } from './drafting.ts'
import { jsonObject } from './pull.ts'

/** Eight desks with keys for four epochs. */
const MOST_OFFERS = 32
const MOST_TITLE_BYTES = 256
const MOST_DESCRIPTION_BYTES = 1_024

/**
 * What the desk server hands on for all its desks: signed keys, and the titles by desk id and
 * language. Throws PosternError 'malformed'; the signatures are not checked yet.
 */
export function decodeDeskOffers(bytes: Uint8Array): {
  offers: DeskKeyOffer[]
  titles: DeskTitles
} {
  const object = jsonObject(bytes)
  return {
    offers: object.objects('offers', MOST_OFFERS, readOffer),
    titles: eachOf(object.object('titles'), (desk) => eachOf(desk, readTitle)),
  }
}

function readOffer(offer: JsonObject): DeskKeyOffer {
  return {
    desk: offer.hex('desk', 16),
    generation: offer.integer('generation'),
    epoch: offer.integer('epoch'),
    key: offer.base64('key', 1_216),
    signature: offer.base64('signature', 64),
  }
}

function readTitle(title: JsonObject): DeskTitle {
  return {
    title: title.text('title', MOST_TITLE_BYTES),
    description: title.text('description', MOST_DESCRIPTION_BYTES),
  }
}

function eachOf<T>(object: JsonObject, read: (member: JsonObject) => T): Record<string, T> {
  return Object.fromEntries(object.names().map((name) => [name, read(object.object(name))]))
}
