import { decodeDeskKeyOffers, type DeskKeyOffer, toBase64, toHex } from '@postern/protocol'
import { Hono } from 'hono'
import type { DeskConfig } from './desk-config.ts'
import type { DeskStore } from './desk-store.ts'
import { answer, answerJson, refuse } from './uniform-answer.ts'

/** What the publisher may ask: each desk's trays, and the keys for statements to come. */
export function peerRoutes(config: DeskConfig, store: DeskStore): Hono {
  const routes = new Hono()
  routes.get('/trays/:desk{[0-9a-f]{32}}', async (context) => {
    const pack = await store.trays(context.req.param('desk'))
    return pack === null ? refuse() : answer(200, pack.slice())
  })
  routes.get('/desk-keys', async () => {
    const offers = await Promise.all(config.desks.map(({ id }) => offersOf(store, id)))
    const titles = Object.fromEntries(config.desks.map((desk) => [desk.id, desk.titles]))
    return answerJson({ offers: offers.flat().map(writeOffer), titles })
  })
  routes.notFound(() => refuse())
  routes.onError(passOn)
  return routes
}

/** To whoever listens, who counts it; Hono itself would print it. */
function passOn(error: Error): never {
  throw error
}

async function offersOf(store: DeskStore, desk: string): Promise<DeskKeyOffer[]> {
  const bytes = await store.deskKeys(desk)
  return bytes === null ? [] : decodeDeskKeyOffers(bytes)
}

function writeOffer({ desk, generation, epoch, key, signature }: DeskKeyOffer): object {
  return {
    desk: toHex(desk),
    generation,
    epoch,
    key: toBase64(key),
    signature: toBase64(signature),
  }
}
