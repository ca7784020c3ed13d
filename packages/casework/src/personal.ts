import { toHex } from '@postern/protocol'
import type { CaseNoted } from './case-event.ts'
import type { Said } from './case-file.ts'
import type { ShareKept } from './enrolment-event.ts'
import type { LoggedEvent } from './log-reader.ts'
import type { ViewKept } from './setting-event.ts'

/** A share, who gave it, and the pair that it lies in. */
export interface KeptShare {
  readonly from: Uint8Array
  /** Id of the pair, 16 bytes. */
  readonly pair: Uint8Array
  readonly facts: ShareKept
}

/** What is for one alone, or for two: notes, answers half written, shares of keys. */
export class Personal {
  readonly notes: Said<CaseNoted>[] = []
  /** By conversation key in hex: the author's newest draft. */
  readonly drafts: Map<string, string> = new Map()

  /** The newest of each author in each pair; by both, in hex. */
  readonly shares: Map<string, KeptShare> = new Map()

  /** By name: what the author narrows his contacts by. */
  readonly views: Map<string, ViewKept> = new Map()

  /** `isOfOne`: it stands in the compartment of its author with himself. */
  apply({ event: { body, author, atMs }, compartment }: LoggedEvent, isOfOne: boolean): boolean {
    if (body.kind === 'share-kept') {
      const kept = { from: author, pair: compartment.id, facts: body }
      return this.shares.set(toHex(author) + toHex(compartment.id), kept).size > 0
    }
    if (body.kind === 'case-noted') return this.notes.push({ facts: body, author, atMs }) > 0
    if (!isOfOne) return false
    if (body.kind === 'view-kept') return this.#keepView(body)
    if (body.kind !== 'draft-kept') return false
    if (body.text === '') this.drafts.delete(toHex(body.conversation))
    else this.drafts.set(toHex(body.conversation), body.text)
    return true
  }

  #keepView(facts: ViewKept): boolean {
    if (facts.query === '' && facts.view === '') this.views.delete(facts.name)
    else this.views.set(facts.name, facts)
    return true
  }
}
