import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Where the picture claims to have been taken; a cleaned copy must not say it. */
const GPS = { latitude: '48.4572', longitude: '35.0648' }

/** A photograph-like JPEG of 310 to 380 KB, made by a real browser, with GPS in its EXIF. */
export async function makePicture(page: Page, folder: string): Promise<string> {
  const bytes = await page.evaluate(async (noise) => {
    const canvas = new OffscreenCanvas(1_000, 750)
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas')
    const pixels = pen.createImageData(1_000, 750)
    let state = 12_345
    for (let at = 0; at < pixels.data.length; at += 4) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      const x = (at / 4) % 1_000
      const grain = (state >> 16) % noise
      pixels.data[at] = (x / 5 + grain) % 256
      pixels.data[at + 1] = (at / 30_000 + grain) % 256
      pixels.data[at + 2] = 90 + grain
      pixels.data[at + 3] = 255
    }
    pen.putImageData(pixels, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  }, 110)
  const path = join(folder, 'IMG_20261122_quay.jpg')
  writeFileSync(path, Uint8Array.from(bytes))
  const north = [`-GPSLatitude=${GPS.latitude}`, '-GPSLatitudeRef=N']
  const east = [`-GPSLongitude=${GPS.longitude}`, '-GPSLongitudeRef=E']
  const owner = ['-Artist=Marked Owner', '-Model=Marked Camera']
  execFileSync('exiftool', ['-q', '-overwrite_original', ...north, ...east, ...owner, path])
  return path
}

/** What exiftool finds of a place, an owner or a camera in these bytes. */
export function metadataOf(bytes: Uint8Array, folder: string): string {
  const path = join(folder, 'looked-at.jpg')
  writeFileSync(path, bytes)
  const tags = ['-GPS*', '-Artist', '-Model', '-Make', '-XMP:all']
  return execFileSync('exiftool', ['-q', '-a', ...tags, path], { encoding: 'utf8' }).trim()
}

export function fileBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path))
}
