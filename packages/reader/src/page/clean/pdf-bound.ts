import { decodePDFRawStream, PDFContext, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { PosternError } from '@postern/protocol/error'

/** What all of the library's decoders share: a buffer that grows without a bound of its own. */
interface Decoder {
  readonly buffer: Uint8Array
  ensureBuffer: (this: Decoder, bytes: number) => Uint8Array
}

/**
 * Runs `parse` with a bound for what all streams together grow to: the objects of a PDF may lie in
 * streams that a few bytes make huge. Throws PosternError 'too-large' when it is passed.
 */
export async function withinBound<T>(mostBytes: number, parse: () => Promise<T>): Promise<T> {
  const decoder = sharedDecoder()
  const before = decoder.ensureBuffer
  let grown = 0
  let isOver = false
  decoder.ensureBuffer = function bounded(this: Decoder, bytes: number): Uint8Array {
    const had = this.buffer.length
    if (grown + bytes - had > mostBytes) isOver = true
    if (isOver) throw new PosternError('too-large')
    const buffer = before.call(this, bytes)
    grown += buffer.length - had
    return buffer
  }
  try {
    const made = await parse()
    if (isOver) throw new PosternError('too-large')
    return made
  } finally {
    decoder.ensureBuffer = before
  }
}

/** The prototype above that of every decoder, reached by way of one. */
function sharedDecoder(): Decoder {
  const dict = PDFContext.create().obj({ Filter: PDFName.of('FlateDecode') })
  const one: object = decodePDFRawStream(PDFRawStream.of(dict, Uint8Array.of(0x78, 0x9c, 3, 0)))
  const shared: unknown = Object.getPrototypeOf(Object.getPrototypeOf(one))
  if (!isDecoder(shared)) throw new TypeError('pdf-lib: its decoders are no longer what they were')
  return shared
}

function isDecoder(given: unknown): given is Decoder {
  return typeof given === 'object' && given !== null && 'ensureBuffer' in given
}
