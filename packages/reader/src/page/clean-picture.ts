/** How large a cleaned picture is made: its longer side in pixels at most, and JPEG quality. */
const CLEANED = {
  fine: { side: 3_000, quality: 0.85 },
  medium: { side: 1_600, quality: 0.8 },
  small: { side: 900, quality: 0.7 },
} as const

export type CleanedSize = keyof typeof CLEANED

export const CLEANED_SIZES: readonly CleanedSize[] = ['fine', 'medium', 'small']

/**
 * Decodes a picture and encodes its pixels anew as JPEG, so that nothing but what is seen goes on.
 * Null when this browser cannot decode it, or falsifies what a canvas gives back (as Tor Browser
 * does): then it cannot be cleaned here.
 */
export async function cleanPicture(file: Blob, size: CleanedSize): Promise<Uint8Array | null> {
  if (!canvasIsTruthful()) return null
  try {
    const picture = await createImageBitmap(file)
    const { side, quality } = CLEANED[size]
    const scale = Math.min(1, side / Math.max(picture.width, picture.height))
    const blob = await drawn(picture, scale).convertToBlob({ type: 'image/jpeg', quality })
    picture.close()
    return blob.type === 'image/jpeg' ? new Uint8Array(await blob.arrayBuffer()) : null
  } catch {
    return null
  }
}

function drawn(picture: ImageBitmap, scale: number): OffscreenCanvas {
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('no canvas')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, width, height)
  return canvas
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
