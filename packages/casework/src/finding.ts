/**
 * Something about the log that a person must hear of.
 *
 * - 'malformed', 'bad-signature', 'stranger': the event does not count. A stranger is an author
 *   for whom the desk's key has not vouched, or who was never read in.
 * - 'read-out', 'old-key': it does not count either: its author was read out before, or it was
 *   sealed under a key that had been turned.
 * - 'out-of-place': not in this compartment, not by this author, or not before something else.
 * - 'broken-chain': events of this author before it were dropped or put into another order.
 * - 'back-dated': it says that it was written well before others that its author had seen. It counts.
 * - 'other-log': its author saw another log than this one: the server shows different logs, or
 *   changed, dropped or moved a bundle. The event counts, and the log is not to be trusted.
 */
export type FindingKind =
  | 'malformed'
  | 'bad-signature'
  | 'stranger'
  | 'read-out'
  | 'old-key'
  | 'out-of-place'
  | 'broken-chain'
  | 'back-dated'
  | 'other-log'

export interface Finding {
  readonly kind: FindingKind
  /** The bundle in which the event was completed. */
  readonly position: number
}
