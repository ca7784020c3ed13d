import { PDFArray, PDFDict, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { plainJpeg } from './jpeg-segments.ts'
import { plainJpeg2000 } from './jpeg-2000.ts'

/** Pictures keep their own formats inside a PDF, and with them their own metadata. */
const PLAIN: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | null>> = {
  DCTDecode: plainJpeg,
  JPXDecode: plainJpeg2000,
}

/** The stream without what its picture says beside itself. */
export function plainStream(stream: PDFRawStream): PDFRawStream {
  const [first, ...others] = filtersOf(stream.dict)
  const clean = others.length === 0 ? PLAIN[first ?? ''] : undefined
  const contents = clean?.(stream.contents) ?? stream.contents
  return PDFRawStream.of(stream.dict, contents)
}

function filtersOf(dict: PDFDict): string[] {
  const filter = dict.lookup(PDFName.of('Filter'))
  const names = filter instanceof PDFArray ? filter.asArray() : [filter]
  return names.flatMap((name) => (name instanceof PDFName ? [name.decodeText()] : []))
}
