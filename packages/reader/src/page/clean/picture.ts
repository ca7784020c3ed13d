import { PosternError } from '@postern/protocol/error'
import type { CleanedFile, Job } from './job.ts'
import { plainJpeg } from './jpeg-segments.ts'
import { pictureSize } from './picture-size.ts'
import { plainPng } from './png-chunks.ts'

/** How large a cleaned picture is made: its longer side in pixels at most, and JPEG quality. */
const SIZES = [
  { choice: 'fine', side: 3_000, quality: 0.85 },
  { choice: 'medium', side: 1_600, quality: 0.8 },
  { choice: 'small', side: 900, quality: 0.7 },
] as const

/** What a telephone's largest camera makes, four bytes a pixel once decoded. */
const MOST_PIXELS = 120_000_000
/** A lossless picture stays one while it costs at most this much more. */
const LOSSLESS_FACTOR = 1.6

/**
 * Decodes a picture upright and encodes its pixels anew, so that nothing but what is seen goes on:
 * as JPEG, or as PNG where parts are see-through or where it is drawn rather than photographed.
 * Throws PosternError 'too-large', or 'undecodable' when this browser cannot decode it, or falsifies
 * what a canvas gives back (as Tor Browser does).
 */
export async function cleanPicture(file: Blob, head: Uint8Array, job: Job): Promise<CleanedFile[]> {
  const size = pictureSize(head)
  if (size !== null && size.width * size.height > MOST_PIXELS) throw new PosternError('too-large')
  if (!canvasIsTruthful()) throw new PosternError('undecodable')
  const picture = await decoded(file)
  try {
    const made: CleanedFile[] = []
    for (const way of SIZES) {
      made.push(await encoded(picture, way, isLossless(head)))
      await job.reach({ unit: 'percent', done: (made.length * 100) / SIZES.length, of: 100 })
    }
    return made
  } finally {
    picture.close()
  }
}

async function decoded(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    throw new PosternError('undecodable')
  }
}

/** Browsers put a colour profile beside the pixels, by which they can be told apart: it goes too. */
async function encoded(
  picture: ImageBitmap,
  { choice, side, quality }: (typeof SIZES)[number],
  lossless: boolean,
): Promise<CleanedFile> {
  const canvas = drawn(picture, Math.min(1, side / Math.max(picture.width, picture.height)))
  const jpeg = await canvas.encode('image/jpeg', quality)
  const png = lossless ? await canvas.encode('image/png') : null
  const keepsPng = png !== null && (canvas.isSeeThrough || png.size <= jpeg.size * LOSSLESS_FACTOR)
  const blob = keepsPng ? png : jpeg
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const plain = keepsPng ? plainPng(bytes) : plainJpeg(bytes)
  if (plain === null) throw new PosternError('undecodable')
  return {
    choice,
    kind: 'picture',
    bytes: plain,
    mediaType: blob.type,
    ending: keepsPng ? '.png' : '.jpg',
  }
}

interface Drawn {
  readonly isSeeThrough: boolean
  /** JPEG has no transparency: what is see-through is white in it. */
  encode(type: string, quality?: number): Promise<Blob>
}

function drawn(picture: ImageBitmap, scale: number): Drawn {
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  const plain = penOf(width, height)
  plain.imageSmoothingQuality = 'high'
  plain.drawImage(picture, 0, 0, width, height)
  const { data } = plain.getImageData(0, 0, width, height)
  const isSeeThrough = data.some((value, at) => at % 4 === 3 && value < 255)
  return {
    isSeeThrough,
    encode: async (type, quality) => {
      const pen = type === 'image/jpeg' ? onWhite(plain.canvas) : plain
      const blob = await pen.canvas.convertToBlob({ type, ...(quality && { quality }) })
      if (blob.type !== type) throw new PosternError('undecodable')
      return blob
    },
  }
}

function onWhite(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const pen = penOf(canvas.width, canvas.height)
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(canvas, 0, 0)
  return pen
}

function penOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const pen = new OffscreenCanvas(width, height).getContext('2d')
  if (pen === null) throw new PosternError('undecodable')
  return pen
}

function isLossless(head: Uint8Array): boolean {
  return head[0] === 0x89 || head[15] === 0x4c
}

function canvasIsTruthful(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false
  const pen = new OffscreenCanvas(8, 8).getContext('2d')
  if (pen === null) return false
  pen.fillStyle = '#123456'
  pen.fillRect(0, 0, 8, 8)
  const { data } = pen.getImageData(0, 0, 8, 8)
  return data.every((value, at) => value === [0x12, 0x34, 0x56, 0xff][at % 4])
}
