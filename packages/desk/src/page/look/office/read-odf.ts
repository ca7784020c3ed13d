import { type Block, heading, paragraph } from './block.ts'
import { attribute, named, type OfficePackage } from './package.ts'

const MOST_REPEATS = 64

/** Paragraphs, headings and tables of an ODT or ODS (OpenDocument 1.3). */
export function readOdf(parts: OfficePackage): Block[] {
  const content = parts.xml('content.xml')
  const [body = null] = content === null ? [] : named(content, 'body')
  return body === null ? [] : blocksIn(body)
}

function blocksIn(root: Element): Block[] {
  return [...root.children].flatMap((child): Block[] => {
    if (child.localName === 'p') return [paragraph(textOf(child))]
    if (child.localName === 'h')
      return [heading(textOf(child), Number(attribute(child, 'outline-level') ?? 1))]
    if (child.localName === 'table-row') return [rowOf(child)]
    if (child.localName === 'tracked-changes') return []
    const name = child.localName === 'table' ? attribute(child, 'name') : null
    return [...(name === null ? [] : [heading(name, 2)]), ...blocksIn(child)]
  })
}

function rowOf(row: Element): Block {
  const cells = [...row.children].flatMap((cell) => {
    const text = named(cell, 'p')
      .map((one) => textOf(one))
      .join('\n')
    const repeats = Number(attribute(cell, 'number-columns-repeated') ?? 1)
    return Array.from({ length: Math.min(MOST_REPEATS, Math.max(1, repeats)) }, () => text)
  })
  return { kind: 'row', cells: cells.slice(0, 1 + cells.findLastIndex((cell) => cell !== '')) }
}

function textOf(element: Element): string {
  return [...element.childNodes]
    .map((node): string => {
      if (!(node instanceof Element)) return node.textContent ?? ''
      if (node.localName === 'tab') return '\t'
      if (node.localName === 'line-break') return '\n'
      if (node.localName === 's') return ' '
      return textOf(node)
    })
    .join('')
}
