import { PosternError } from '@postern/protocol/error'
import {
  DOMImplementation,
  DOMParser,
  type Document,
  type Element,
  type Node,
  XMLSerializer,
} from '@xmldom/xmldom'

export type { Document, Element }

/**
 * Parses one part. Throws PosternError 'damaged' for anything but well-formed XML without a
 * document type: nothing here is ever expanded or fetched.
 */
export function parseXml(bytes: Uint8Array): Document {
  const text = decoded(bytes)
  if (/<!DOCTYPE/i.test(text.slice(0, 4_096))) throw new PosternError('damaged')
  try {
    const onError = (level: string): void => {
      if (level !== 'warning') throw new PosternError('damaged')
    }
    return new DOMParser({ onError }).parseFromString(text, 'text/xml')
  } catch {
    throw new PosternError('damaged')
  }
}

export function writeXml(document: Document): Uint8Array {
  const root = document.documentElement
  if (root === null) throw new PosternError('damaged')
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  return new TextEncoder().encode(head + new XMLSerializer().serializeToString(root))
}

/** What becomes of an element: it stays, it goes with all in it, or only what is in it stays. */
export type Fate = 'stay' | 'go' | 'unwrap'

/** Decides over every element from the leaves up; comments and instructions go. */
export function pruneXml(root: Element, fateOf: (element: Element) => Fate): void {
  const due: Node[] = [root]
  const elements: Element[] = []
  for (let node = due.pop(); node !== undefined; node = due.pop()) {
    const children = childrenOf(node)
    for (const child of children) {
      if (isElement(child)) due.push(child)
      else if (child.nodeType !== TEXT && child.nodeType !== CDATA) node.removeChild(child)
    }
    if (isElement(node) && node !== root) elements.push(node)
  }
  for (const element of elements.toReversed()) settle(element, fateOf(element))
}

export interface Attribute {
  readonly name: string
  readonly local: string
  /** Empty for an attribute of its element's own vocabulary. */
  readonly namespace: string
  readonly value: string
}

export function attributesOf(element: Element): Attribute[] {
  return Array.from(element.attributes, ({ name, localName, namespaceURI, value }) => ({
    name,
    local: localName ?? name,
    namespace: namespaceURI ?? '',
    value,
  }))
}

export function elementsNamed(document: Document, local: string): Element[] {
  return Array.from(document.getElementsByTagNameNS('*', local))
}

/** A part that is a list of elements without content. */
export function writeElements(
  root: string,
  namespace: string,
  elements: readonly { name: string; attributes: Readonly<Record<string, string>> }[],
): Uint8Array {
  const document = new DOMImplementation().createDocument(namespace, root)
  for (const { name, attributes } of elements) {
    const element = document.createElementNS(namespace, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    document.documentElement?.appendChild(element)
  }
  return writeXml(document)
}

const ELEMENT = 1
const TEXT = 3
const CDATA = 4

function settle(element: Element, fate: Fate): void {
  const parent = element.parentNode
  if (parent === null || fate === 'stay') return
  if (fate === 'unwrap')
    for (const child of childrenOf(element)) parent.insertBefore(child, element)
  parent.removeChild(element)
}

function childrenOf(node: Node): Node[] {
  const found: Node[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const encoding = isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new PosternError('damaged')
  }
}
