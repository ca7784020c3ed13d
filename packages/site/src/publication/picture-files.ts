import { picturePath } from '../address.ts'
import type { SiteFile } from '../manifest.ts'
import type { Picture } from '../records/picture.ts'

/** Gives the bytes of a cut of a picture by its name. */
export type PictureBytes = (file: string) => Promise<Uint8Array>

/** Every cut of a picture where pages look for it. */
export async function pictureFiles(
  { cuts }: Picture,
  bytesOf: PictureBytes,
): Promise<Map<string, SiteFile>> {
  const files = new Map<string, SiteFile>()
  for (const { file, format } of cuts)
    files.set(picturePath(file, format), { bytes: await bytesOf(file), type: `image/${format}` })
  return files
}
