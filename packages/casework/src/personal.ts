import { toHex } from '@postern/protocol'
import type { CaseNoted } from './case-event.ts'
import type { Said } from './case-file.ts'
import type { LoggedEvent } from './log-reader.ts'

/** What is for one alone, or for two: notes, and answers half written. */
export class Personal {
  readonly notes: Said<CaseNoted>[] = []
  /** By conversation key in hex: the author's newest draft. */
  readonly drafts: Map<string, string> = new Map()

  apply({ event: { body, author, atMs } }: LoggedEvent): boolean {
    if (body.kind === 'case-noted') return this.notes.push({ facts: body, author, atMs }) > 0
    if (body.kind !== 'draft-kept') return false
    if (body.text === '') this.drafts.delete(toHex(body.conversation))
    else this.drafts.set(toHex(body.conversation), body.text)
    return true
  }
}
