import { equalBytes, type StatementDesk, toHex, type TrustList } from '@postern/protocol'
import type { Custody, KeeperView } from './keeper-view.ts'

/** Desks of the statement, each with the custody keys that the trust list names for it. */
export function deskViews(
  desks: readonly StatementDesk[],
  trust: TrustList | null,
): KeeperView['desks'] {
  return desks.map(({ id, titles }) => ({
    id: toHex(id),
    titles,
    custody: trust && custodyOf(trust, id),
  }))
}

function custodyOf({ organisation, desks }: TrustList, desk: Uint8Array): Custody | null {
  const keys = desks.find(({ id }) => equalBytes(id, desk))?.custody
  return keys === undefined ? null : { place: { organisation, desk }, keys }
}
