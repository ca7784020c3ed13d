import type { Case, EventBody } from '@postern/casework'
import { type Env, toHex } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import type { CaseWords } from '../case-words.ts'
import type { Messages } from '../messages.ts'
import type { WorkWords } from './work-words.ts'

export interface CaseDeskParts {
  readonly env: Env
  readonly language: string
  readonly words: CaseWords
  readonly work: WorkWords
  readonly messages: Messages
  readonly room: DeskRoom
  /** The docket's id in hex. */
  readonly docket: string
}

/** What every view and form of one open case needs: its words, and the case as it is at this moment. */
export class CaseDesk {
  readonly parts: CaseDeskParts

  constructor(parts: CaseDeskParts) {
    this.parts = parts
  }

  /** Null once one is read out of it. */
  get held(): Case | null {
    return this.parts.room.log.casebook.cases.get(this.parts.docket) ?? null
  }

  nameOf(member: Uint8Array | string): string {
    const id = typeof member === 'string' ? member : toHex(member)
    return this.parts.room.log.casebook.members.get(id)?.facts.name ?? this.parts.words.nobody
  }

  /** Says what was typed; the words for "write something first" when nothing was. */
  tell(part: 'docket' | 'file', text: string, body: (text: string) => EventBody): string | null {
    const { held } = this
    if (text === '') return this.parts.words.needsWords
    if (held !== null) this.parts.room.cases.tell(held, part, body(text))
    return null
  }
}
