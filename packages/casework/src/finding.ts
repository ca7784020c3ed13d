/**
 * Something about the log that a person must hear of.
 *
 * - 'malformed', 'bad-signature', 'stranger': the event does not count. A stranger is an author
 *   for whom the desk's key has not vouched.
 * - 'broken-chain': events of this author before it were dropped or put into another order.
 * - 'other-log': its author saw another log than this one: the server shows different logs, or
 *   changed, dropped or moved a bundle. The event counts, and the log is not to be trusted.
 */
export type FindingKind = 'malformed' | 'bad-signature' | 'stranger' | 'broken-chain' | 'other-log'

export interface Finding {
  readonly kind: FindingKind
  /** The bundle in which the event was completed. */
  readonly position: number
}
