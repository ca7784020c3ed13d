import { describe, expect, it } from 'vitest'
import type { Acceptance } from '../../src/roles/acceptance.ts'
import { acceptNow, acceptStatement, acceptTrust } from '../../src/roles/accept-documents.ts'
import { acceptDay, acceptDrop } from '../../src/roles/accept-files.ts'
import {
  type KnownDocuments,
  knowNothing,
  numberInForce,
  statementInForce,
} from '../../src/roles/known-documents.ts'
import {
  daysSearched,
  dayToFetch,
  dropToFetch,
  statementToFetch,
  trustToFetch,
  unverifiedClaim,
} from '../../src/roles/wanted-documents.ts'
import { signDeskKey } from '../../src/wire/key-offer.ts'
import { type NowDraft, signNow } from '../../src/wire/now.ts'
import { DAY_FILE_BYTES, RECENT_DROP_BYTES } from '../../src/wire/sizes.ts'
import type { StatementDraft } from '../../src/wire/statement.ts'
import { signTrustList, type TrustListDraft } from '../../src/wire/trust-list.ts'
import { signStatement, statementDraft, trustListDraft } from '../../../../vectors/organisation.ts'
import { flipped, scene, suite } from './house.ts'

const at = scene('documents')
const { env, made } = at
const NOW = env.nowMs()
const DAY_MS = 86_400_000

const trustOf = (changed: Partial<TrustListDraft> = {}): Uint8Array =>
  signTrustList([made.root], { ...trustListDraft(made, NOW), ...changed })
const statementBytes = (changed: Partial<StatementDraft> = {}): Uint8Array => {
  const draft = { ...statementDraft(made, NOW), ...changed }
  return signStatement(made, { ...draft, desks: desksOf(draft) })
}

/** The desks' keys, signed for this statement's number. */
function desksOf({ desks, number }: StatementDraft): StatementDraft['desks'] {
  return made.desks.map(({ identity, id }, n) => {
    const { key, titles } = desks[n] ?? { key: new Uint8Array(0), titles: {} }
    const offer = { desk: id, generation: 3, epoch: number, key }
    const { signature } = signDeskKey(identity, made.id, offer)
    return { id, generation: 3, key, signature, titles }
  })
}

const trust = trustOf()
const statement = statementBytes()
const drop = env.random(RECENT_DROP_BYTES)
const days = [10, 11, 12].map((number) => ({ number, bytes: env.random(DAY_FILE_BYTES) }))

function nowOf(changed: Partial<NowDraft> = {}): NowDraft {
  return {
    organisation: made.id,
    number: 100,
    timeMs: NOW,
    trust: { number: 7, hash: suite.sha256(trust) },
    statements: [{ number: 41, fromMs: NOW - DAY_MS / 2, hash: suite.sha256(statement) }],
    drop: { number: 900, hash: suite.sha256(drop) },
    days: days.map(({ number, bytes }) => ({ number, hash: suite.sha256(bytes) })),
    batch: 3,
    crowd: 12,
    mirrors: [],
    ...changed,
  }
}

const nowBytes = (changed: Partial<NowDraft> = {}): Uint8Array =>
  signNow(made.signer, nowOf(changed))
const listed = (number: number, bytes: Uint8Array, fromMs = NOW - DAY_MS / 2) => ({
  number,
  fromMs,
  hash: suite.sha256(bytes),
})

function known(step: Acceptance): KnownDocuments {
  if (step.kind === 'unverified') throw new TypeError(step.why)
  return step.known
}

const why = (step: Acceptance): string => (step.kind === 'unverified' ? step.why : 'accepted')

const start = knowNothing(made.root.publicKey)
const withTrust = known(acceptTrust(suite, start, trust, NOW))
const withNow = known(acceptNow(suite, withTrust, nowBytes(), NOW))
const whole = known(acceptStatement(suite, withNow, statement))

const now = (from: KnownDocuments, changed: Partial<NowDraft>, clockMs = NOW): string =>
  why(acceptNow(suite, from, nowBytes(changed), clockMs))

describe('a first view (V2)', () => {
  it('finds its way from /now to the trust list, the statement and the files', () => {
    expect(unverifiedClaim(nowBytes())).toEqual({ trust: 7, timeMs: NOW })
    expect(trustToFetch(start, { trust: 7, timeMs: NOW })).toBe(7)
    expect(trustToFetch(withTrust, { trust: 7, timeMs: NOW })).toBeNull()
    expect(statementToFetch(withNow)).toBe(41)
    expect(statementToFetch(whole)).toBeNull()
    expect(statementInForce(withNow)).toBeNull()
    expect(statementInForce(whole)?.number).toBe(41)
  })

  it('is unverified whatever is missing or broken, and knows then what it knew before', () => {
    expect(now(start, {})).toBe('no-trust-list')
    expect(why(acceptStatement(suite, start, statement))).toBe('no-trust-list')
    expect(why(acceptStatement(suite, withTrust, statement))).toBe('another-statement')
    expect(unverifiedClaim(new Uint8Array(9))).toBeNull()
    expect(why(acceptNow(suite, withTrust, new Uint8Array(9), NOW))).toBe('malformed')
  })

  it('takes no document with a changed bit', () => {
    for (let bit = 3; bit < 8 * trust.length; bit += 997)
      expect(acceptTrust(suite, start, flipped(trust, bit), NOW).kind).toBe('unverified')
    const signed = nowBytes()
    for (let bit = 3; bit < 8 * signed.length; bit += 997)
      expect(acceptNow(suite, withTrust, flipped(signed, bit), NOW).kind).toBe('unverified')
    for (let bit = 3; bit < 8 * statement.length; bit += 9_973)
      expect(acceptStatement(suite, withNow, flipped(statement, bit)).kind).toBe('unverified')
  })
})

describe('numbers never go backwards (B4)', () => {
  it('refuses a /now that was rolled back, and takes the same one again', () => {
    expect(now(whole, { number: 99 })).toBe('rolled-back')
    expect(now(whole, {})).toBe('accepted')
  })

  it('refuses two of one number', () => {
    expect(now(whole, { crowd: 13 })).toBe('two-of-one-number')
  })

  it('refuses a time or a drop that goes back under a higher number', () => {
    expect(now(whole, { number: 101, timeMs: NOW - 1 })).toBe('rolled-back')
    const looked = known(acceptDrop(suite, whole, drop))
    expect(now(looked, { number: 101, drop: { number: 899, hash: suite.sha256(drop) } })).toBe(
      'rolled-back',
    )
  })

  it('refuses a lower trust list, and another one of the same number', () => {
    expect(why(acceptTrust(suite, whole, trustOf({ number: 6 }), NOW))).toBe('rolled-back')
    const other = trustOf({ expiresMs: NOW + DAY_MS })
    expect(why(acceptTrust(suite, whole, other, NOW))).toBe('rolled-back')
    expect(why(acceptTrust(suite, whole, trust, NOW))).toBe('accepted')
  })

  it('refuses a lower statement in force than it knew, while the client remembers', () => {
    const old = statementBytes({ number: 40 })
    const statements = [listed(40, old)]
    expect(now(whole, { number: 101, statements })).toBe('rolled-back')
    expect(now(withTrust, { number: 101, statements })).toBe('accepted')
  })

  it('refuses a second statement of one number, even behind a new trust list', () => {
    const second = statementBytes({ fromMs: NOW - DAY_MS / 4 })
    const statements = [listed(41, second, NOW - DAY_MS / 4)]
    expect(now(whole, { number: 101, statements })).toBe('two-of-one-number')

    const list = trustOf({ number: 8 })
    const fresh = known(acceptTrust(suite, whole, list, NOW))
    const renewed = { number: 101, statements, trust: { number: 8, hash: suite.sha256(list) } }
    const told = known(acceptNow(suite, fresh, nowBytes(renewed), NOW))
    expect(why(acceptStatement(suite, told, second))).toBe('two-of-one-number')
  })
})

describe('what vouches for what (B1, B3)', () => {
  it('wants /now to name the trust list that is held', () => {
    expect(now(whole, { number: 101, trust: { number: 8, hash: suite.sha256(trust) } })).toBe(
      'another-trust-list',
    )
    expect(now(whole, { number: 101, trust: { number: 7, hash: suite.sha256(drop) } })).toBe(
      'another-trust-list',
    )
  })

  it('wants /now signed by the trust list’s signer', () => {
    const forged = signNow(made.nextRoot, nowOf({ number: 101 }))
    expect(why(acceptNow(suite, whole, forged, NOW))).toBe('bad-signature')
  })

  it('wants the statement that /now names: hash and from', () => {
    const other = statementBytes({ number: 42, fromMs: NOW })
    expect(why(acceptStatement(suite, withNow, other))).toBe('another-statement')
    const twin = statementBytes({ mixKeys: statementDraft(made, NOW).mixKeys.toReversed() })
    expect(why(acceptStatement(suite, withNow, twin))).toBe('another-statement')
    const misnamed = { number: 101, statements: [listed(42, other, NOW - 1)] }
    const told = known(acceptNow(suite, withNow, nowBytes(misnamed), NOW))
    expect(why(acceptStatement(suite, told, other))).toBe('another-statement')
  })

  it('forgets its statements when a new trust list comes, which may refuse their desks', () => {
    const list = trustOf({
      number: 8,
      desks: trustListDraft(made, NOW).desks.map((desk) => ({ ...desk, leastGeneration: 4 })),
    })
    const fresh = known(acceptTrust(suite, whole, list, NOW))
    expect(statementInForce(fresh)).toBeNull()
    const renewed = { number: 101, trust: { number: 8, hash: suite.sha256(list) } }
    const told = known(acceptNow(suite, fresh, nowBytes(renewed), NOW))
    expect(statementToFetch(told)).toBe(41)
    expect(why(acceptStatement(suite, told, statement))).toBe('old-generation')
  })

  it('takes the highest statement that has begun, and asks for it when its time comes', () => {
    const next = statementBytes({ number: 42, fromMs: NOW + DAY_MS / 2 })
    const statements = [listed(41, statement), listed(42, next, NOW + DAY_MS / 2)]
    const before = known(acceptNow(suite, whole, nowBytes({ number: 101, statements }), NOW))
    expect([numberInForce(before), statementToFetch(before)]).toEqual([41, null])
    const later = { number: 102, timeMs: NOW + DAY_MS / 2, statements }
    const after = known(acceptNow(suite, before, nowBytes(later), NOW))
    expect([numberInForce(after), statementToFetch(after)]).toEqual([42, 42])
    expect(statementInForce(after)).toBeNull()
    expect(statementInForce(known(acceptStatement(suite, after, next)))?.number).toBe(42)
    expect(after.statements).toEqual([])
  })

  it('refuses a /now without a statement in force', () => {
    const statements = [listed(42, statement, NOW + 1)]
    expect(now(withTrust, { statements })).toBe('no-statement')
  })
})

describe('time (B4)', () => {
  it('refuses by the own clock what is more than seven days old, and nothing else', () => {
    expect(now(withTrust, {}, NOW + 7 * DAY_MS - DAY_MS)).toBe('accepted')
    expect(now(withTrust, {}, NOW + 7 * DAY_MS + 1)).toBe('too-old')
    expect(now(withTrust, {}, NOW - 400 * DAY_MS)).toBe('accepted')
    expect(now(withTrust, {}, NOW + 600_000)).toBe('accepted')
  })

  it('refuses a statement in force that began more than seven days ago, under a fresh /now', () => {
    const fromMs = NOW - 7 * DAY_MS - 1
    const statements = [listed(41, statementBytes({ fromMs }), fromMs)]
    expect(now(withTrust, { statements })).toBe('too-old')
  })

  it('judges the trust list’s expiry by the time in /now, at each of them', () => {
    const expiresMs = NOW + 60_000
    const list = trustOf({ expiresMs, issuedMs: NOW - DAY_MS })
    const named = { number: 7, hash: suite.sha256(list) }
    expect(why(acceptTrust(suite, start, list, expiresMs))).toBe('expired')
    const short = known(acceptTrust(suite, start, list, NOW))
    expect(now(short, { trust: named })).toBe('accepted')
    expect(now(short, { trust: named, timeMs: expiresMs })).toBe('expired')
  })
})

describe('files (V4)', () => {
  it('takes the drop that /now names and no other bytes', () => {
    expect(dropToFetch(whole)).toBe(900)
    expect(why(acceptDrop(suite, whole, flipped(drop, 77)))).toBe('wrong-hash')
    expect(why(acceptDrop(suite, whole, drop.subarray(1)))).toBe('wrong-size')
    expect(why(acceptDrop(suite, withTrust, drop))).toBe('no-such-drop')
    expect(dropToFetch(known(acceptDrop(suite, whole, drop)))).toBeNull()
  })

  it('fetches one lacking day at a time, each as often, and none twice', () => {
    const counts = new Map<number | null, number>()
    for (let view = 0; view < 3_000; view++) {
      const day = dayToFetch(env, whole)
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
    expect(new Set(counts.keys())).toEqual(new Set([10, 11, 12]))
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(110)
    expect(dayToFetch(env, takeDays(whole))).toBeNull()
  })

  it('says how many days were searched, and forgets those that are kept no more', () => {
    const all = takeDays(whole)
    expect(daysSearched(all)).toEqual({ searched: 3, kept: 3 })
    const later = nowBytes({ number: 101, days: nowOf().days.slice(1) })
    expect(daysSearched(known(acceptNow(suite, all, later, NOW)))).toEqual({ searched: 2, kept: 2 })
  })

  it('takes a day file by its hash only', () => {
    const [first] = days
    const bytes = first?.bytes ?? new Uint8Array(0)
    expect(why(acceptDay(suite, whole, 10, flipped(bytes, 5)))).toBe('wrong-hash')
    expect(why(acceptDay(suite, whole, 11, bytes))).toBe('wrong-hash')
    expect(why(acceptDay(suite, whole, 13, bytes))).toBe('no-such-day')
  })

  function takeDays(from: KnownDocuments): KnownDocuments {
    return days.reduce((so, { number, bytes }) => known(acceptDay(suite, so, number, bytes)), from)
  }
})
