import { attributesOf, parseXml, pruneXml, writeXml } from './xml.ts'

const DRAWN = 'http://www.w3.org/2000/svg'
const LINKS = 'http://www.w3.org/1999/xlink'
const GONE = /^(?:metadata|title|desc|script|foreignObject)$/

/** A drawing without its metadata, its programs' own entries and its scripts. Null when it is none. */
export function plainSvg(bytes: Uint8Array): Uint8Array | null {
  const document = parseXml(bytes)
  const root = document.documentElement
  if (root?.localName !== 'svg') return null
  pruneXml(root, (element) => {
    if (element.namespaceURI !== DRAWN || GONE.test(element.localName ?? '')) return 'go'
    for (const { name, namespace } of attributesOf(element))
      if (namespace !== '' && namespace !== LINKS) element.removeAttribute(name)
    return 'stay'
  })
  for (const { name, namespace } of attributesOf(root))
    if (namespace !== '' && !namespace.startsWith('http://www.w3.org/')) root.removeAttribute(name)
  return writeXml(document)
}
