import {
  type DeskKeyOffer,
  type DeskTitle,
  deskKeyFits,
  encodeStatement,
  equalBytes,
  MIX_KEY_AFTER_MS,
  type MixKeyOffer,
  mixKeyFits,
  type Parameters,
  type Statement,
  type StatementDesk,
  type Suite,
  toHex,
  type TrustList,
} from '@postern/protocol'

/** Titles of desks by desk id (hex) and language. */
export type DeskTitles = Readonly<Record<string, Readonly<Record<string, DeskTitle>>>>

/** What mixes and desks handed in; nothing of it is checked yet. */
export interface Offers {
  readonly mixes: readonly MixKeyOffer[]
  readonly desks: readonly DeskKeyOffer[]
  readonly titles: DeskTitles
}

export interface Edition {
  readonly number: number
  readonly fromMs: number
}

/** So many epochs beyond the one in force are signed ahead: two days. (B6) */
const EPOCHS_AHEAD = 2
const MINUTE_MS = 60_000
const NONE = new Uint8Array(0)
const SOON_MS: number = 3 * MINUTE_MS

/**
 * When the next statement is to begin, or null when enough are ready: with the epoch after the last
 * one. After a pause it begins with the epoch that this moment is in, since days without a statement
 * are not made up for; but while the last one's mix keys live, and cells are sealed to them, soon.
 */
export function nextFromMs(
  lastFromMs: number | null,
  nowMs: number,
  epochMs: number,
): number | null {
  const currentMs = Math.floor(nowMs / epochMs) * epochMs
  if (lastFromMs === null) return currentMs
  const nextMs = (Math.floor(lastFromMs / epochMs) + 1) * epochMs
  if (nextMs > currentMs + EPOCHS_AHEAD * epochMs) return null
  if (nextMs > nowMs) return nextMs
  return nowMs < nextMs + MIX_KEY_AFTER_MS ? soonMs(nowMs) : currentMs
}

/** On a full minute, at most three from now: time for both mixes to sign and for readers to hear. */
export function soonMs(nowMs: number): number {
  return Math.floor((nowMs + SOON_MS) / MINUTE_MS) * MINUTE_MS
}

/** True for a statement that somebody waits for. */
export function isUrgent(fromMs: number, nowMs: number): boolean {
  return fromMs <= nowMs + SOON_MS
}

/**
 * The payload of a draft from the offers that stand under the trust list, or who is missing.
 * `leaveOut` makes it without the desks that handed in no key; at least one desk there must be.
 */
export function assembleDraft(
  suite: Suite,
  trust: TrustList,
  parameters: Parameters,
  { number, fromMs }: Edition,
  offers: Offers,
  leaveOut: boolean,
): { kind: 'draft'; payload: Uint8Array; leftOut: number } | { kind: 'mix' | 'desk' } {
  const mixKeys = mixKeysFor(suite, trust, number, offers)
  if (mixKeys === null) return { kind: 'mix' }
  const desks = desksFor(suite, trust, number, offers)
  const leftOut = trust.desks.length - desks.length
  if (desks.length === 0 || (leftOut > 0 && !leaveOut)) return { kind: 'desk' }
  const { organisation } = trust
  const draft = { organisation, number, fromMs, parameters, mixKeys, desks }
  return { kind: 'draft', payload: encodeStatement(draft), leftOut }
}

/**
 * Whether a mix has dropped its keys of all these statements, as one that was restored does: it
 * answered, and offers others (M8). One whose clock is ahead still offers those to come.
 */
export function isForsaken(
  suite: Suite,
  trust: TrustList,
  statements: readonly Statement[],
  offers: Offers,
): boolean {
  return (['mix-1', 'mix-2'] as const).some((mix, place) => {
    const identity = trust.mixes[place]?.key ?? new Uint8Array(0)
    const own = offers.mixes
      .filter((offer) => offer.mix === mix)
      .filter((offer) => mixKeyFits(suite, trust.organisation, offer, identity))
    const holds = ({ number, mixKeys }: Statement): boolean =>
      own.some(({ epoch, key }) => epoch === number && equalBytes(key, mixKeys[place] ?? NONE))
    return own.length > 0 && statements.length > 0 && !statements.some(holds)
  })
}

/** The keys of mix 1 and mix 2 for one epoch; null while one of them is missing. */
export function mixKeysFor(
  suite: Suite,
  trust: TrustList,
  number: number,
  offers: Offers,
): [Uint8Array, Uint8Array] | null {
  const keys = (['mix-1', 'mix-2'] as const).map((mix, place) => {
    const identity = trust.mixes[place]?.key ?? new Uint8Array(0)
    const offered = offers.mixes.filter((offer) => offer.mix === mix && offer.epoch === number)
    return offered.find((offer) => mixKeyFits(suite, trust.organisation, offer, identity))?.key
  })
  const [mix1, mix2] = keys
  return mix1 === undefined || mix2 === undefined ? null : [mix1, mix2]
}

/** In the trust list's order; of several generations the newest. */
function desksFor(suite: Suite, trust: TrustList, number: number, offers: Offers): StatementDesk[] {
  return trust.desks.flatMap(({ id, key: identity, leastGeneration }) => {
    const standing = offers.desks
      .filter((offer) => equalBytes(offer.desk, id) && offer.epoch === number)
      .filter((offer) => offer.generation >= leastGeneration)
      .filter((offer) => deskKeyFits(suite, trust.organisation, offer, identity))
      .toSorted((a, b) => b.generation - a.generation)
    const [best] = standing
    if (best === undefined) return []
    const { generation, key, signature } = best
    return [{ id, generation, key, signature, titles: offers.titles[toHex(id)] ?? {} }]
  })
}
