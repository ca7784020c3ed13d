import { toHex } from '@postern/protocol'
import type { Casebook, Member } from './casebook.ts'
import type { Contact } from './contact.ts'

/** Shorter words of a name, such as "de" or "al", name nobody. */
const LEAST_LETTERS = 3

/**
 * Members whom these names may mean: one word in common is enough, in any case and any form of its
 * letters. Rather one handler too many is left out than the one she is afraid of let in.
 */
export function excludedMembers(casebook: Casebook, names: readonly string[]): Member[] {
  const feared = new Set(names.flatMap(wordsOf))
  return [...casebook.members.values()].filter(
    ({ facts }) => facts.role === 'handler' && wordsOf(facts.name).some((word) => feared.has(word)),
  )
}

/** Everybody she has named in any of her messages. */
export function exclusionsOf(contact: Contact | null): string[] {
  return (contact?.messages ?? []).flatMap(({ facts }) => facts.exclusions)
}

/** Who may read what she writes: all at the desk but those. */
export function mayRead(casebook: Casebook, names: readonly string[]): Member[] {
  const out = new Set(excludedMembers(casebook, names).map(({ key }) => toHex(key)))
  return [...casebook.members]
    .filter(([id]) => casebook.fellowships.isAtDesk(id) && !out.has(id))
    .map(([, member]) => member)
}

function wordsOf(name: string): string[] {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter(({ length }) => length >= LEAST_LETTERS)
}
