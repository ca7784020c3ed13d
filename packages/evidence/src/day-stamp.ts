import type { CaseFile, CustodyEntry, TimeStamped } from '@postern/casework'
import { concat, type Env, equalBytes, type Suite } from '@postern/protocol'
import { auditPath, isUnder, merkleRoot } from './merkle-tree.ts'

/** One custody log that is to be stamped, by whatever its owner knows it. */
export interface LogToStamp<K> {
  readonly key: K
  readonly custody: readonly CustodyEntry[]
}

/** The day's tree: its root goes to the authority, and each log has its way to it. */
export interface DayTree<K> {
  /** 32 bytes. */
  readonly root: Uint8Array
  readonly stamps: readonly { readonly key: K; readonly stamp: Omit<TimeStamped, 'answer'> }[]
}

const SALT_BYTES = 16

/**
 * One root over all these logs as they stand, and over a leaf of chance: so there is a root on days on
 * which nothing happened, and whoever sees it learns nothing, not even how many logs there are.
 */
export function dayTree<K>(env: Env, day: number, logs: readonly LogToStamp<K>[]): DayTree<K> {
  const { suite } = env
  const salted = logs.map((log) => ({ ...log, salt: env.random(SALT_BYTES) }))
  const leaves = salted.map(({ custody, salt }) => leafOf(suite, custody, salt))
  leaves.push(env.random(SALT_BYTES + 32))
  const root = merkleRoot(suite, leaves)
  const stamps = salted.map(({ key, custody, salt }, index) => {
    const place = { index, leaves: leaves.length, path: auditPath(suite, leaves, index) }
    const stamp = {
      kind: 'time-stamped' as const,
      day,
      events: custody.length,
      root,
      salt,
      ...place,
    }
    return { key, stamp }
  })
  return { root, stamps }
}

/** Whether this stamp is over this log's own events, as they stand. */
export function stampFits(
  suite: Suite,
  { custody }: Pick<CaseFile, 'custody'>,
  stamp: TimeStamped,
): boolean {
  const { events, root, salt } = stamp
  if (events > custody.length) return false
  return isUnder(suite, root, leafOf(suite, custody.slice(0, events), salt), stamp)
}

/** Whether an authority's answer speaks of this root: it carries it as an OCTET STRING. (RFC 3161, 2.4.2) */
export function speaksOf(answer: Uint8Array, root: Uint8Array): boolean {
  const sought = concat(Uint8Array.of(4, root.length), root)
  for (let at = 0; at + sought.length <= answer.length; at++)
    if (equalBytes(answer.subarray(at, at + sought.length), sought)) return true
  return false
}

/** Over the hashes of its events, in the order of the log; 32 bytes. */
export function custodyRoot(suite: Suite, custody: readonly CustodyEntry[]): Uint8Array {
  return merkleRoot(
    suite,
    custody.map(({ hash }) => hash),
  )
}

function leafOf(suite: Suite, custody: readonly CustodyEntry[], salt: Uint8Array): Uint8Array {
  return concat(salt, custodyRoot(suite, custody))
}
