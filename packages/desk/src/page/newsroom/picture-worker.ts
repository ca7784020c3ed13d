/**
 * Re-encodes a picture in every size and format. It runs in a worker of the editor's browser, whose
 * sandbox is the right place to open a file of a stranger; place, device and thumbnail stay behind
 * with the file.
 */
import openAvif from '@jsquash/avif/codec/enc/avif_enc.js'
import type { PictureFormat } from '@postern/site/records'
import { AVIF_ENCODER } from '../compiled.ts'
import {
  type CutAnswer,
  type CutRequest,
  cutSizes,
  FORMATS,
  MOST_PIXELS,
  QUALITY,
} from './picture-cuts.ts'

/** The encoder's own choice between quality and speed, from 0 (slow) to 10. */
const AVIF_SPEED = 7
const AVIF_OPTIONS = {
  quality: QUALITY.avif,
  qualityAlpha: -1,
  denoiseLevel: 0,
  tileColsLog2: 0,
  tileRowsLog2: 0,
  speed: AVIF_SPEED,
  subsample: 1,
  chromaDeltaQ: false,
  sharpness: 0,
  tune: 0,
  enableSharpYUV: false,
  bitDepth: 8,
}

const encoder = openAvif({ locateFile: () => AVIF_ENCODER() })

addEventListener('message', (event: MessageEvent<CutRequest>) => {
  void cut(event.data.file).catch(() => say({ kind: 'no-picture' }))
})

async function cut(file: Blob): Promise<void> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const { width, height } = picture
  if (width * height > MOST_PIXELS) return say({ kind: 'no-picture' })
  const sizes = cutSizes(width, height)
  const of = sizes.length * FORMATS.length
  let done = 0
  for (const size of sizes) {
    const canvas = drawn(picture, size)
    for (const format of FORMATS) {
      const bytes = await encoded(canvas, format)
      done += 1
      say({ kind: 'cut', format, ...size, bytes, done, of })
    }
  }
  say({ kind: 'whole', width, height })
}

/** What is transparent lies on white. */
function drawn(
  picture: ImageBitmap,
  { width, height }: { width: number; height: number },
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new TypeError('no canvas')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, width, height)
  return canvas
}

async function encoded(canvas: OffscreenCanvas, format: PictureFormat): Promise<Uint8Array> {
  if (format === 'avif') return await avif(canvas)
  const type = `image/${format}`
  const blob = await canvas.convertToBlob({ type, quality: QUALITY[format] / 100 })
  if (blob.type !== type) throw new TypeError(`this browser makes no ${format}`)
  return new Uint8Array(await blob.arrayBuffer())
}

async function avif(canvas: OffscreenCanvas): Promise<Uint8Array> {
  const { width, height } = canvas
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height)
  if (pixels === undefined) throw new TypeError('no canvas')
  const bytes = (await encoder).encode(
    new Uint8Array(pixels.data.buffer),
    width,
    height,
    AVIF_OPTIONS,
  )
  if (bytes === null) throw new TypeError('the encoder gave nothing')
  return bytes.slice()
}

function say(answer: CutAnswer): void {
  postMessage(answer)
}
