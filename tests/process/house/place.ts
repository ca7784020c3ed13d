/** A system that runs, as far as its readers and its desk need to know it. */
export interface Place {
  /** The data folder. */
  readonly folder: string
  /** Where readers are served. */
  readonly front: string
  /** Where handlers are served. */
  readonly desk: string
  /** Ed25519, 32 bytes: all that a reader's page is given. */
  readonly root: Uint8Array
}
