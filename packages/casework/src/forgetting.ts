import { equalBytes } from '@postern/protocol'
import type { Casebook } from './casebook.ts'
import type { KeyTree } from './key-tree.ts'

/** What nobody may be able to open any more. */
export interface Forgetting {
  /** Leaves whose keys are still there. */
  readonly leaves: readonly number[]
  /** Ids of compartments whose keys go with them. */
  readonly compartments: readonly Uint8Array[]
}

/**
 * By the certificates in the log: a contact's own leaves; of a case the leaves under which the keys
 * of its file and registry were handed over. The docket's key stays, for the certificate's sake.
 */
export function toForget(casebook: Casebook, tree: KeyTree): Forgetting {
  const docketIds = [...casebook.cases.values()]
    .filter(({ docket }) => docket.disposed !== null)
    .map(({ fellowship }) => fellowship.of)
  const compartments = [...casebook.fellowships.all.values()]
    .filter(({ kind }) => kind === 'file' || kind === 'registry')
    .filter(({ of }) => docketIds.some((id) => equalBytes(id, of)))
    .map(({ compartment }) => compartment.id)
  const granted = casebook.grants
    .filter(({ facts }) => compartments.some((id) => equalBytes(id, facts.compartment)))
    .map(({ leaf }) => leaf)
  const contacts = casebook.certificates.flatMap(({ facts }) => facts.leaves)
  const leaves = [...contacts, ...granted].filter((leaf) => tree.leaf(leaf) !== null)
  return { leaves, compartments }
}
