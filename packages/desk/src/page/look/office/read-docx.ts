import { type Block, heading, paragraph } from './block.ts'
import { attribute, named, type OfficePackage } from './package.ts'

const BODY = 'word/document.xml'

/** Paragraphs, headings and tables of a DOCX (ECMA-376, part 1), footnotes after them. */
export function readDocx(parts: OfficePackage): Block[] {
  const body = parts.xml(BODY)
  const notes = ['word/footnotes.xml', 'word/endnotes.xml'].flatMap((name) => {
    const found = parts.xml(name)
    return found === null ? [] : blocksIn(found.documentElement)
  })
  const [root = null] = body === null ? [] : named(body, 'body')
  return root === null ? [] : [...blocksIn(root), ...notes]
}

function blocksIn(root: Element): Block[] {
  return [...root.children].flatMap((child): Block[] => {
    if (child.localName === 'p') return [paragraphOf(child)]
    if (child.localName === 'tbl') return named(child, 'tr').map((row) => rowOf(row))
    return blocksIn(child)
  })
}

function rowOf(row: Element): Block {
  const cells = named(row, 'tc').map((cell) =>
    named(cell, 'p')
      .map((one) => textOf(one))
      .join('\n'),
  )
  return { kind: 'row', cells }
}

function paragraphOf(element: Element): Block {
  const [style] = named(element, 'pStyle')
  const level = /^heading(\d)$/iu.exec((style && attribute(style, 'val')) ?? '')?.[1]
  const text = textOf(element)
  return level === undefined ? paragraph(text) : heading(text, Number(level))
}

/** Text that was deleted and is only tracked does not belong to it; what was inserted does. */
function textOf(element: Element): string {
  return [...element.getElementsByTagNameNS('*', '*')]
    .map(({ localName, textContent }) => {
      if (localName === 't') return textContent ?? ''
      if (localName === 'tab') return '\t'
      return localName === 'br' || localName === 'cr' ? '\n' : ''
    })
    .join('')
}
