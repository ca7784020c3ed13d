/** A picture larger than this on one side is shown smaller. */
const MOST_PIXELS = 1_600

/**
 * The picture as pixels on a canvas: decoded by the browser from a format known by its own bytes,
 * drawn, and nothing of the file kept. Null when it does not decode.
 */
export async function safePicture(
  bytes: Uint8Array,
  mediaType: string,
  label: string,
): Promise<HTMLCanvasElement | null> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes.slice()], { type: mediaType }))
    return drawn(bitmap, label)
  } catch {
    return null
  }
}

function drawn(bitmap: ImageBitmap, label: string): HTMLCanvasElement {
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', label)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return canvas
}
