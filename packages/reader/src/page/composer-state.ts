import type { KeeperView } from '../client/keeper-view.ts'
import type { AboutEarlier } from '../client/press.ts'
import type { FileItem } from './file-item.ts'
import type { Sentence } from './speaker.ts'

export type Step = 'start' | 'words' | 'type' | 'opening' | 'thread'

/** What is being written to one desk. */
export interface DeskDraft {
  readonly text: string
  /** As typed: one name a line. */
  readonly exclusions: string
  readonly about: AboutEarlier | null
  readonly files: readonly FileItem[]
  /** Parts that the draft would fill; 0 when there is nothing to send. */
  readonly parts: number
}

/** Everything that the composer shows; it lives in one document's memory and nowhere else. */
export interface ComposerState extends DeskDraft {
  readonly step: Step
  /** Why the composer stands at its start. */
  readonly startNotice: Sentence | null
  /** Whether the words are typed back for the first time, or to come back. */
  readonly typing: 'new' | 'return'
  /** The words that were made, until they have been typed back. */
  readonly words: readonly string[]
  readonly typed: string
  readonly wordsTrouble: Sentence | null
  /** Hex of the chosen desk; null before desks are known. */
  readonly desk: string | null
  readonly sendNotice: Sentence | null
  readonly isSending: boolean
  readonly isDead: boolean
  readonly view: KeeperView | null
}

export const NO_DRAFT: DeskDraft = { text: '', exclusions: '', about: null, files: [], parts: 0 }

export const LOCKED: ComposerState = {
  ...NO_DRAFT,
  step: 'start',
  startNotice: null,
  typing: 'new',
  words: [],
  typed: '',
  wordsTrouble: null,
  desk: null,
  sendNotice: null,
  isSending: false,
  isDead: false,
  view: null,
}
