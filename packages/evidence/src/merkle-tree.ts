import { equalBytes, type Suite } from '@postern/protocol'

/** One leaf's way up to the root: the hashes beside it, lowest first. (RFC 9162, section 2.1.3) */
export type AuditPath = readonly Uint8Array[]

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The hash of one leaf, 32 bytes. (RFC 6962, section 2.1) */
export function leafHash(suite: Suite, data: Uint8Array): Uint8Array {
  return suite.sha256(LEAF, data)
}

/** The root over these leaves' data, 32 bytes. (RFC 6962, section 2.1) */
export function merkleRoot(suite: Suite, leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) return suite.sha256()
  if (leaves.length === 1) return leafHash(suite, first)
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return suite.sha256(NODE, merkleRoot(suite, left), merkleRoot(suite, right))
}

/** What leads from one leaf to the root. Throws RangeError where there is no such leaf. */
export function auditPath(suite: Suite, leaves: readonly Uint8Array[], index: number): AuditPath {
  if (index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index}`)
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...auditPath(suite, left, index), merkleRoot(suite, right)]
    : [...auditPath(suite, right, index - split), merkleRoot(suite, left)]
}

/** Where a leaf stands in a tree. */
export interface LeafPlace {
  readonly index: number
  /** Leaves of the tree. */
  readonly leaves: number
  readonly path: AuditPath
}

/** Whether a leaf of this data stands at its place under the root. (RFC 9162, section 2.1.3.2) */
export function isUnder(
  suite: Suite,
  root: Uint8Array,
  data: Uint8Array,
  { index, leaves, path }: LeafPlace,
): boolean {
  if (index < 0 || index >= leaves) return false
  let [at, last] = [index, leaves - 1]
  let hash = leafHash(suite, data)
  for (const beside of path) {
    if (last === 0) return false
    const isRight = at % 2 === 1 || at === last
    hash = isRight ? suite.sha256(NODE, beside, hash) : suite.sha256(NODE, hash, beside)
    if (isRight) while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && equalBytes(hash, root)
}

function half(value: number): number {
  return Math.floor(value / 2)
}

/** The largest power of two that is smaller. */
function splitOf(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1))
}
