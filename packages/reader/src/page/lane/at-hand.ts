/** What a look at the composer finds. */
export interface Composing {
  /** The thread stands open. */
  readonly isOpen: boolean
  /** A file waits to be attached or sent. */
  readonly hasFile: boolean
}

/**
 * Whether a reference is to be handed over: once when the thread is open, and again when a lock took it
 * away before it was sent. Each change of the composer must be shown to it: a lock that is missed would
 * pass for a message that went.
 */
export class AtHand {
  #state: 'away' | 'handed' | 'shown' = 'away'

  look({ isOpen, hasFile }: Composing): 'hand' | 'wait' | 'done' {
    if (!isOpen) this.#state = 'away'
    else if (this.#state === 'away') {
      this.#state = 'handed'
      return 'hand'
    } else if (hasFile) this.#state = 'shown'
    else if (this.#state === 'shown') return 'done'
    return 'wait'
  }
}
