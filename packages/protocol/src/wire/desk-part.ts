import type { StatementDesk } from './statement.ts'

/**
 * The desks that a source may write to, in the statement's order: those with a title. Drop intervals
 * belong to them in turn (R3). Where no desk has a title, all answer.
 */
export function answeringDesks<D extends Pick<StatementDesk, 'titles'>>(desks: readonly D[]): D[] {
  const titled = desks.filter(({ titles }) => Object.keys(titles).length > 0)
  return titled.length > 0 ? titled : [...desks]
}

/** The moderators' desk, to which fronts seal letters: the one without a title. Null for none. */
export function letterDesk<D extends Pick<StatementDesk, 'titles'>>(desks: readonly D[]): D | null {
  const answering = new Set(answeringDesks(desks))
  return desks.find((desk) => !answering.has(desk)) ?? null
}
