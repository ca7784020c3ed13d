/** In pixels, as the file itself says. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * Reads the size from a JPEG's, PNG's or WebP's first bytes, before anything is decoded: a small
 * file can hold a picture that no memory holds. Null when it is not said there.
 */
export function pictureSize(head: Uint8Array): PictureSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    if (view.getUint16(0) === 0xffd8) return jpegSize(view)
    if (view.getUint32(0) === 0x89504e47)
      return { width: view.getUint32(16), height: view.getUint32(20) }
    return view.getUint32(0) === 0x52494646 ? webpSize(view) : null
  } catch {
    return null
  }
}

/** Segments follow each other up to the frame header, C0 to CF but for three that are none. */
function jpegSize(view: DataView): PictureSize | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
  }
  return null
}

function webpSize(view: DataView): PictureSize | null {
  switch (view.getUint8(15)) {
    case 0x58:
      return { width: 1 + u24(view, 24), height: 1 + u24(view, 27) }
    case 0x4c: {
      const bits = view.getUint32(21, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
    }
    default:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
}

function u24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}
