import { PosternError } from '@postern/protocol'
import { contentHash } from '../src/manifest.ts'
import type { Picture, PictureCut, PictureFormat } from '../src/records/picture.ts'

/** A picture in all its sizes and formats, and their bytes by name. */
export interface CutPicture {
  readonly picture: Picture
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Widths that pages ask for: a telephone, a column, a column on a fine screen. */
const WIDTHS = [480, 960, 1_600]
const FORMATS: readonly PictureFormat[] = ['avif', 'webp', 'jpeg']
const QUALITY: Readonly<Record<PictureFormat, number>> = { avif: 50, webp: 74, jpeg: 78 }
const MOST_BYTES = 50_000_000
/** A small file that unpacks to more is refused before it is unpacked. */
const MOST_PIXELS = 100_000_000

/**
 * Re-encodes a picture in every size and format, turned upright, without any of its metadata: place,
 * device and thumbnail stay behind. PosternError('bad-picture') with a sentence for what is none.
 */
export async function cutPicture(
  name: string,
  bytes: Uint8Array,
  focus: Picture['focus'] = { x: 50, y: 50 },
): Promise<CutPicture> {
  if (bytes.length > MOST_BYTES) throw badPicture('is larger than 50 MB: make it smaller first')
  const source = await readPixels(bytes)
  const files = new Map<string, Uint8Array>()
  const cuts: PictureCut[] = []
  for (const width of widthsFor(source.width))
    for (const format of FORMATS) {
      const cut = await encode(source, width, format)
      const file = contentHash(cut.bytes)
      files.set(file, cut.bytes)
      cuts.push({ format, width, height: cut.height, file })
    }
  const { width, height } = source
  return { picture: { picture: name, width, height, focus, cuts }, files }
}

interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3
}

/** Loaded where a picture is cut: the pages' own process does not need it. */
async function sharp(): Promise<(typeof import('sharp'))['default']> {
  return (await import('sharp')).default
}

/** What a camera wrote is read as pixels and nothing else; transparency lies on white. */
async function readPixels(bytes: Uint8Array): Promise<Pixels> {
  const open = await sharp()
  try {
    const { data, info } = await open(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3 }
  } catch {
    throw badPicture('cannot be read: it is no picture, is damaged, or has too many pixels')
  }
}

function widthsFor(width: number): number[] {
  const smaller = WIDTHS.filter((one) => one < width)
  const widest = WIDTHS.at(-1) ?? width
  return width <= widest ? [...smaller, width] : WIDTHS
}

async function encode(
  { data, width: from, height, channels }: Pixels,
  width: number,
  format: PictureFormat,
): Promise<{ bytes: Uint8Array; height: number }> {
  const open = await sharp()
  const raw = { width: from, height, channels }
  const { data: bytes, info } = await open(data, { raw })
    .resize({ width })
    .toFormat(format, { quality: QUALITY[format] })
    .toBuffer({ resolveWithObject: true })
  return { bytes: new Uint8Array(bytes), height: info.height }
}

function badPicture(why: string): PosternError {
  return new PosternError('bad-picture', `the picture ${why}`)
}
