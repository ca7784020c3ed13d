import { toHex } from '@postern/protocol'
import type { Assertion, CaseFile, Said } from './case-file.ts'
import type { Credibility, Linked, Reliability } from './grading-event.ts'

/** The grade that counts now: F and 6 until somebody has judged. */
export interface Grade {
  readonly reliability: Reliability
  readonly credibility: Credibility
}

export function gradeOf({ reliability, credibility }: Assertion): Grade {
  return {
    reliability: reliability.at(-1)?.grade ?? 'F',
    credibility: credibility.at(-1)?.grade ?? 6,
  }
}

/**
 * Links that bear an assertion out: only those whose independence was declared, with a reason, and
 * neither end of which was recalled [two reports that copy one another are one].
 */
export function corroborationOf(file: CaseFile, assertion: Uint8Array): Said<Linked>[] {
  const id = toHex(assertion)
  return file.links.filter(
    ({ facts }) =>
      facts.relation === 'corroborates' &&
      facts.independence === 'independent' &&
      facts.reason.trim() !== '' &&
      toHex(facts.from) !== toHex(facts.to) &&
      [toHex(facts.from), toHex(facts.to)].includes(id) &&
      ![facts.from, facts.to].some((end) => file.recalls.has(toHex(end))),
  )
}
