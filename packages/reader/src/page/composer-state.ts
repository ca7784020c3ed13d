import type { KeeperView } from '../client/keeper-view.ts'
import type { FileItem } from './file-item.ts'
import type { Sentence } from './speaker.ts'

export type Step = 'start' | 'words' | 'type' | 'opening' | 'thread'

/** Everything the composer shows; it lives in one document's memory and nowhere else. */
export interface ComposerState {
  readonly step: Step
  /** Whether the words are typed back for the first time, or to come back. */
  readonly typing: 'new' | 'return'
  /** The words that were made, until they have been typed back. */
  readonly words: readonly string[]
  readonly typed: string
  readonly wordsTrouble: Sentence | null
  /** Hex of the chosen desk; null before desks are known. */
  readonly desk: string | null
  readonly text: string
  readonly files: readonly FileItem[]
  /** Parts that the draft would fill; 0 when there is nothing to send. */
  readonly parts: number
  readonly sendNotice: Sentence | null
  readonly isSending: boolean
  readonly isDead: boolean
  readonly view: KeeperView | null
}

export const LOCKED: ComposerState = {
  step: 'start',
  typing: 'new',
  words: [],
  typed: '',
  wordsTrouble: null,
  desk: null,
  text: '',
  files: [],
  parts: 0,
  sendNotice: null,
  isSending: false,
  isDead: false,
  view: null,
}
