import { PosternError } from '@postern/protocol/error'
import { isLocalAddress, looksLikePath } from './office-keys.ts'
import { attributesOf, type Element, type Fate, parseXml, pruneXml, writeXml } from './xml.ts'

/** Comments, tracked changes, scripts, macros and what a program remembers. */
const GONE = new Set(
  `annotation annotation-end tracked-changes change change-start change-end scripts
  event-listeners meta settings bookmark-rsid sender-firstname-decl dde-connection-decls
  database-source-sql detective user-field-author`.split(/\s+/),
)

/** One XML part of an OpenDocument paper without what tells of its writing. */
export function plainOpenXml(bytes: Uint8Array): Uint8Array {
  const document = parseXml(bytes)
  const root = document.documentElement
  if (root === null) throw new PosternError('damaged')
  pruneXml(root, fateOf)
  return writeXml(document)
}

function fateOf(element: Element): Fate {
  const local = element.localName ?? ''
  if (GONE.has(local)) return 'go'
  const isDescription = /^(?:desc|title)$/.test(local) && /svg/.test(element.namespaceURI ?? '')
  if (isDescription && looksLikePath(element.textContent ?? '')) return 'go'
  for (const { name, local: key, value } of attributesOf(element)) {
    const isAddress = key === 'href' && isLocalAddress(value) && !value.startsWith('./')
    const isFileName = key === 'name' && name.startsWith('draw:') && looksLikePath(value)
    if (key.endsWith('rsid') || isAddress || isFileName) element.removeAttribute(name)
  }
  return 'stay'
}
