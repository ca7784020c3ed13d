import type { Suite } from '@postern/protocol'
import type { DeskContext } from './desk-context.ts'
import type { KeyTree } from './key-tree.ts'

/** What reading and writing one desk's log rests on. */
export interface LogGround {
  readonly suite: Suite
  readonly context: DeskContext
  /** The desk's tree: bodies with a leaf are sealed under it, so that they can be forgotten. */
  readonly tree: KeyTree
}
