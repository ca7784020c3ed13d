import { LookError } from '../look-error.ts'
import { MOST_PAGES, MOST_SIDE, type PaperKind, type Picture } from '../look-message.ts'
import { blankPage, type Paper, pixelsOf } from '../paper.ts'
import type { Block } from './block.ts'
import { layPages, type Line, type Measure, PAGE } from './layout.ts'
import { OfficePackage } from './package.ts'
import { readDocx } from './read-docx.ts'
import { readOdf } from './read-odf.ts'
import { readXlsx } from './read-xlsx.ts'

type OfficeKind = Exclude<PaperKind, 'pdf'>

const READERS: Readonly<Record<OfficeKind, (parts: OfficePackage) => Block[]>> = {
  docx: readDocx,
  xlsx: readXlsx,
  odt: readOdf,
  ods: readOdf,
}
const TEXTS = /^(?:word|xl)\/.*\.xml$|^content\.xml$/u
const PICTURES = /^(?:word\/media|xl\/media|Pictures)\/[^/]+\.(?:png|jpe?g|gif|webp|bmp)$/iu
const MOST_PICTURES = 40

/**
 * An office paper's words and tables, and after them its pictures, each on a page. Not its own layout:
 * macros, links, charts, fonts and everything outside the package are left alone. Throws LookError.
 */
export async function openOffice(kind: OfficeKind, bytes: Uint8Array): Promise<Paper> {
  const parts = OfficePackage.open(bytes, (name) => TEXTS.test(name) || PICTURES.test(name))
  const pages = layPages(READERS[kind](parts), measureOn(blankPage(1, 1)), MOST_PAGES)
  const written = pages.filter((page) => page.some(({ text }) => text.trim() !== ''))
  const pictures = parts.names.filter((name) => PICTURES.test(name)).slice(0, MOST_PICTURES)
  if (written.length + pictures.length === 0) throw new LookError('empty')
  return {
    pages: Math.min(MOST_PAGES, written.length + pictures.length),
    draw: async (number) => {
      const page = written[number - 1]
      if (page !== undefined) return paint(page)
      return await drawn(parts.bytes(pictures[number - 1 - written.length] ?? ''))
    },
  }
}

function measureOn(context: CanvasRenderingContext2D): Measure {
  return (text, size, isBold) => {
    context.font = fontOf(size, isBold)
    return context.measureText(text).width
  }
}

function paint(lines: readonly Line[]): Picture {
  const context = blankPage(PAGE.width, PAGE.height)
  context.fillStyle = 'black'
  context.textBaseline = 'top'
  for (const { x, y, width, size, isBold, text } of lines) {
    const isRightToLeft = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text)
    context.font = fontOf(size, isBold)
    context.direction = isRightToLeft ? 'rtl' : 'ltr'
    context.textAlign = 'start'
    context.fillText(text, isRightToLeft ? x + width : x, y)
  }
  return pixelsOf(context)
}

async function drawn(bytes: Uint8Array | null): Promise<Picture> {
  if (bytes === null) throw new LookError('damaged')
  const bitmap = await createImageBitmap(new Blob([bytes.slice()]))
  const scale = Math.min(1, PAGE.width / bitmap.width, MOST_SIDE / bitmap.height)
  const context = blankPage(bitmap.width * scale, bitmap.height * scale)
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height)
  bitmap.close()
  return pixelsOf(context)
}

function fontOf(size: number, isBold: boolean): string {
  return `${isBold ? 'bold ' : ''}${size}px sans-serif`
}
