import { equalBytes, type Statement, toHex } from '@postern/protocol'

/** What the statement calls a desk in this language; the first digits of its id until it is here. */
export function deskTitle(statement: Statement | null, id: Uint8Array, language: string): string {
  const titles = statement?.desks.find((desk) => equalBytes(desk.id, id))?.titles ?? {}
  const title = titles[language] ?? titles['en'] ?? Object.values(titles)[0]
  return title?.title ?? toHex(id).slice(0, 8)
}
