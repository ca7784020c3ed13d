import { type DeskKeyOffer, type JsonObject, readTitles } from '@postern/protocol'
import type { DeskTitles } from './drafting.ts'
import { jsonObject } from './pull.ts'

/** Eight desks with keys for four epochs. */
const MOST_OFFERS = 32

/**
 * What the desk server hands on for all its desks: signed keys, and the titles by desk id and
 * language. Throws PosternError 'malformed'; the signatures are not checked yet.
 */
export function decodeDeskOffers(bytes: Uint8Array): {
  offers: DeskKeyOffer[]
  titles: DeskTitles
} {
  const object = jsonObject(bytes)
  const titles = object.object('titles')
  return {
    offers: object.objects('offers', MOST_OFFERS, readOffer),
    titles: Object.fromEntries(titles.names().map((id) => [id, readTitles(titles.object(id))])),
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
