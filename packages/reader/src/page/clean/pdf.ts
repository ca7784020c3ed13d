import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFParser,
  PDFRef,
  PDFWriter,
} from '@cantoo/pdf-lib'
import { PosternError } from '@postern/protocol/error'
import type { CleanedFile, Job } from './job.ts'
import { withinBound } from './pdf-bound.ts'
import { PdfCopy } from './pdf-copy.ts'
import { CATALOG_ENTRIES } from './pdf-keys.ts'

const MOST_BYTES = 32_000_000
const MOST_OBJECTS = 100_000
const MOST_PAGES = 2_000
/** Between two looks at what else there is to do. */
const OBJECTS_AT_ONCE = 500
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const

/**
 * Writes a PDF anew from what its pages show: earlier versions of it, what nothing refers to, and
 * every entry that says who, when and with what are not carried over. Throws PosternError 'locked',
 * 'damaged', 'too-large' or 'too-long'.
 */
export async function cleanPdf(bytes: Uint8Array, job: Job): Promise<CleanedFile> {
  if (bytes.length > MOST_BYTES) throw new PosternError('too-large')
  const from = await parsed(bytes)
  if (from.trailerInfo.Encrypt !== undefined) throw new PosternError('locked')
  const catalog = from.lookup(from.trailerInfo.Root)
  if (!(catalog instanceof PDFDict)) throw new PosternError('damaged')
  const pages = pagesOf(catalog)
  const written = await rewritten(from, catalog, pages, job)
  return {
    choice: 'cleaned',
    kind: 'pdf',
    bytes: written,
    mediaType: 'application/pdf',
    ending: '.pdf',
  }
}

async function parsed(bytes: Uint8Array): Promise<PDFContext> {
  const parser = PDFParser.forBytesWithOptions(bytes, OBJECTS_AT_ONCE)
  try {
    const context = await withinBound(2 * MOST_BYTES, () => parser.parseDocument())
    if (context.enumerateIndirectObjects().length > MOST_OBJECTS) throw new PosternError('too-long')
    return context
  } catch (error) {
    throw error instanceof PosternError ? error : new PosternError('damaged')
  }
}

async function rewritten(
  from: PDFContext,
  catalog: PDFDict,
  pages: readonly FoundPage[],
  job: Job,
): Promise<Uint8Array> {
  const to = PDFContext.create()
  const copy = new PdfCopy(from, to)
  const root = PDFDict.withContext(to)
  const tree = to.nextRef()
  for (const page of pages) copy.announce(page.ref)
  for (const [at, page] of pages.entries()) {
    copy.page(page, tree)
    await job.reach({ unit: 'page', done: at + 1, of: pages.length })
  }
  to.assign(tree, pageTree(to, pages, copy))
  root.set(PDFName.of('Type'), PDFName.of('Catalog'))
  root.set(PDFName.of('Pages'), tree)
  copy.entries(catalog, root, CATALOG_ENTRIES)
  copy.form(catalog, root)
  copy.places(catalog, root)
  to.trailerInfo.Root = to.register(root)
  return PDFWriter.forContext(to, OBJECTS_AT_ONCE).serializeToBuffer()
}

function pageTree(to: PDFContext, pages: readonly FoundPage[], copy: PdfCopy): PDFDict {
  const tree = PDFDict.withContext(to)
  const kids = PDFArray.withContext(to)
  for (const { ref } of pages) kids.push(copy.announce(ref))
  tree.set(PDFName.of('Type'), PDFName.of('Pages'))
  tree.set(PDFName.of('Kids'), kids)
  tree.set(PDFName.of('Count'), PDFNumber.of(pages.length))
  return tree
}

/** A page, with what it has from the nodes above it. */
export interface FoundPage {
  readonly ref: PDFRef
  readonly dict: PDFDict
  readonly inherited: ReadonlyMap<string, PDFObject>
}

function pagesOf(catalog: PDFDict): readonly FoundPage[] {
  const found: FoundPage[] = []
  const seen = new Set<PDFObject>()
  const visit = (given: PDFObject | undefined, above: ReadonlyMap<string, PDFObject>): void => {
    const node = given instanceof PDFRef ? catalog.context.lookup(given) : given
    if (!(node instanceof PDFDict) || seen.has(node)) return
    seen.add(node)
    const inherited = new Map(above)
    for (const key of INHERITED) {
      const value = node.get(PDFName.of(key))
      if (value !== undefined) inherited.set(key, value)
    }
    const kids = node.lookup(PDFName.of('Kids'))
    if (kids instanceof PDFArray) return kids.asArray().forEach((kid) => visit(kid, inherited))
    if (given instanceof PDFRef) found.push({ ref: given, dict: node, inherited })
    if (found.length > MOST_PAGES) throw new PosternError('too-long')
  }
  visit(catalog.get(PDFName.of('Pages')), new Map())
  if (found.length === 0) throw new PosternError('damaged')
  return found
}
