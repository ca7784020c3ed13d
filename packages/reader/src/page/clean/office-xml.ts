import { PosternError } from '@postern/protocol/error'
import { GONE, GONE_WHEN_EMPTY, isTelling, looksLikePath, UNWRAPPED } from './office-keys.ts'
import { attributesOf, type Element, type Fate, parseXml, pruneXml, writeXml } from './xml.ts'

/**
 * One part of an office paper without what tells of its writing, its tracked changes accepted.
 * @param relationIds those of the part's relations that stay: what refers to others goes
 */
export function plainOfficeXml(bytes: Uint8Array, relationIds: ReadonlySet<string>): Uint8Array {
  const document = parseXml(bytes)
  const root = document.documentElement
  if (root === null) throw new PosternError('damaged')
  dropTelling(root)
  pruneXml(root, (element) => fateOf(element, relationIds))
  return writeXml(document)
}

function fateOf(element: Element, relationIds: ReadonlySet<string>): Fate {
  const local = element.localName ?? ''
  if (GONE.has(local)) return 'go'
  if (GONE_WHEN_EMPTY.has(local) && element.firstChild === null) return 'go'
  if (UNWRAPPED.has(local)) return isMark(element) ? 'go' : 'unwrap'
  if (local === 'f' && /\[\d+\]/.test(element.textContent ?? '')) return 'go'
  if (dropDangling(element, relationIds)) return local === 'hyperlink' ? 'unwrap' : 'go'
  dropTelling(element)
  return 'stay'
}

/** Inside the properties of a run, row or paragraph it only says that the whole was inserted. */
function isMark(element: Element): boolean {
  return /(?:^|:)(?:rPr|trPr|pPr)$/.test(element.parentNode?.nodeName ?? '')
}

/** Removes references to parts that are gone; true when the element had no others. */
function dropDangling(element: Element, relationIds: ReadonlySet<string>): boolean {
  const references = attributesOf(element).filter(
    ({ namespace, local, value }) => (isReference(namespace) || local === 'relid') && value !== '',
  )
  const dangling = references.filter(({ value }) => !relationIds.has(value))
  for (const { name } of dangling) element.removeAttribute(name)
  return dangling.length > 0 && dangling.length === references.length
}

function isReference(namespace: string): boolean {
  return /\/officeDocument(?:\/2006)?\/relationships$/.test(namespace)
}

function dropTelling(element: Element): void {
  const isNamed = /^(?:docPr|cNvPr|shape)$/.test(element.localName ?? '')
  for (const { name, local, value } of attributesOf(element)) {
    const isWords = isNamed && /^(?:descr|title|alt)$/.test(local)
    if (isTelling(local) || (isWords && looksLikePath(value))) element.removeAttribute(name)
    else if (isNamed && local === 'name' && looksLikePath(value))
      element.setAttribute(name, 'Picture')
  }
}
