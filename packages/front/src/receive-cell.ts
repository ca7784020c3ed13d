import { CELL_BYTES, cellEpoch } from '@postern/protocol'
import type { EpochWindow } from './epoch-window.ts'

/**
 * What happens to the body of a `POST /cell`. `keep` and `pass-over` get one and the same answer
 * (F1); `unavailable` depends on the front's state alone, never on the cell.
 */
export type Reception =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'pass-over' }
  | { readonly kind: 'keep'; readonly epoch: number }

/**
 * The one decision of the front (F1, F2): by length and epoch alone. It looks at no stamp and
 * keeps no list of cells seen: whether a cell is new, repeated or badly sealed is mix 1's to
 * find out, so the front cannot answer them differently even by the time it takes.
 */
export function receiveCell(bytes: Uint8Array, window: EpochWindow): Reception {
  if (bytes.length !== CELL_BYTES) return { kind: 'refuse' }
  if (window.kind === 'closed') return { kind: 'unavailable' }
  const epoch = cellEpoch(bytes)
  return window.kept.has(epoch) ? { kind: 'keep', epoch } : { kind: 'pass-over' }
}
