import type { Suite, XWingParts } from '@postern/protocol'

/** What the vectors are run on: a suite and the primitives its X-Wing is made of. */
export interface Subject {
  readonly name: string
  readonly suite: Suite
  readonly parts: XWingParts
}
