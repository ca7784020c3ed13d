import { toHex } from '@postern/protocol'
import { CaseFile } from './case-file.ts'
import type { ItemSourced } from './evidence-event.ts'
import type { ReportSourced } from './case-event.ts'
import { Docket } from './docket.ts'
import type { Fellowship, Fellowships } from './fellowship.ts'
import type { LoggedEvent } from './log-reader.ts'

/** Whose words a case's reports and items are. */
export interface Registry {
  /** By the report's id in hex. */
  readonly reports: Map<string, ReportSourced>
  /** By the item's id in hex. */
  readonly items: Map<string, ItemSourced>
}

/** A case, as far as one is read in: a docket always, a file and a registry if one has them. */
export interface Case {
  /** The docket's compartment. */
  readonly fellowship: Fellowship
  readonly docket: Docket
  file: { readonly fellowship: Fellowship; readonly content: CaseFile } | null
  registry: { readonly fellowship: Fellowship; readonly sources: Registry } | null
  /** How many events of it have counted. */
  events: number
}

/** Cases by the docket's id in hex. Who is not read in has no row here, and no number. */
export class CaseShelf {
  readonly all: Map<string, Case> = new Map()
  readonly #fellowships: Fellowships

  constructor(fellowships: Fellowships) {
    this.#fellowships = fellowships
  }

  /** After a compartment of a case was opened. */
  open(logged: LoggedEvent): void {
    const fellowship = this.#fellowships.of(logged.compartment.id)
    if (fellowship === null) return
    if (fellowship.kind === 'docket' && !this.all.has(toHex(fellowship.of)))
      this.all.set(toHex(fellowship.of), emptyCase(fellowship))
    const found = this.all.get(toHex(fellowship.of))
    if (!found?.fellowship.members.has(toHex(logged.event.author))) return
    if (fellowship.kind === 'file' && found.file === null)
      found.file = { fellowship, content: new CaseFile() }
    if (fellowship.kind === 'registry' && found.registry === null)
      found.registry = { fellowship, sources: { reports: new Map(), items: new Map() } }
  }

  /** False when the event does not count. */
  apply(logged: LoggedEvent): boolean {
    const fellowship = this.#fellowships.of(logged.compartment.id)
    const found = fellowship === null ? undefined : this.all.get(toHex(fellowship.of))
    if (fellowship === null || found === undefined) return false
    if (found.docket.disposed !== null) return false
    const counts = applyTo(found, fellowship, logged)
    if (counts) found.events += 1
    if (found.docket.disposed !== null) forgetContent(found)
    return counts
  }
}

function applyTo(found: Case, fellowship: Fellowship, logged: LoggedEvent): boolean {
  if (fellowship.kind === 'docket') return found.docket.apply(logged)
  if (fellowship === found.file?.fellowship) return found.file.content.apply(logged)
  if (fellowship !== found.registry?.fellowship) return false
  return register(found.registry.sources, logged)
}

/** What a case held is gone with its keys; the certificate says how much it was. */
function forgetContent(found: Case): void {
  found.file = null
  found.registry = null
}

function register({ reports, items }: Registry, { event: { body } }: LoggedEvent): boolean {
  if (body.kind === 'report-sourced') reports.set(toHex(body.report), body)
  else if (body.kind === 'item-sourced') items.set(toHex(body.item), body)
  else return false
  return true
}

function emptyCase(fellowship: Fellowship): Case {
  return { fellowship, docket: new Docket(), file: null, registry: null, events: 0 }
}
