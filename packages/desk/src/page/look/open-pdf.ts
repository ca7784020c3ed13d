import { getDocument, type PDFDocumentProxy, PasswordException } from 'pdfjs-dist'
import * as worker from 'pdfjs-dist/build/pdf.worker.mjs'
import { LookError } from './look-error.ts'
import { MOST_PAGES, MOST_SIDE, type Picture } from './look-message.ts'
import { blankPage, type Paper, pixelsOf } from './paper.ts'

/** Wide enough to be read; a page is shown smaller where it would be higher than MOST_SIDE. */
const PAGE_WIDTH = 1_000
/** Of a picture within a page. */
const MOST_IMAGE_PIXELS = 40_000_000
/** What a form was filled in with is drawn; nothing of it can be pressed. */
const AS_PRINTED = 1

// The library looks here for its other half before it would fetch it.
Reflect.set(globalThis, 'pdfjsWorker', worker)

/**
 * A PDF, drawn by pdf.js: glyphs as paths, so that no font of the file reaches the system; no script,
 * no link, no attachment, no file beside it. Throws LookError.
 */
export async function openPdf(bytes: Uint8Array): Promise<Paper> {
  const document = await opened(bytes)
  if (document.numPages > MOST_PAGES) throw new LookError('too-large')
  return { pages: document.numPages, draw: async (number) => await draw(document, number) }
}

async function opened(data: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    return await getDocument({
      data,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      enableXfa: false,
      isImageDecoderSupported: false,
      maxImageSize: MOST_IMAGE_PIXELS,
      verbosity: 0,
    }).promise
  } catch (error) {
    throw new LookError(error instanceof PasswordException ? 'locked' : 'damaged')
  }
}

async function draw(document: PDFDocumentProxy, number: number): Promise<Picture> {
  const page = await document.getPage(number)
  const { width, height } = page.getViewport({ scale: 1 })
  const scale = Math.min(PAGE_WIDTH / width, MOST_SIDE / height)
  const viewport = page.getViewport({ scale })
  const context = blankPage(viewport.width, viewport.height)
  await page.render({ canvas: context.canvas, viewport, annotationMode: AS_PRINTED }).promise
  page.cleanup()
  return pixelsOf(context)
}
