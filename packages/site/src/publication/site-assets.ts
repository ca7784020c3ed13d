import { picturePath } from '../address.ts'
import { readAssetFile, readStyle } from '../asset-files.ts'
import { buildCounter } from '../live/build-counter.ts'
import { contentHash, type SiteFile } from '../manifest.ts'
import type { Picture, PictureCut } from '../records/picture.ts'
import type { RenderOptions } from '../render-options.ts'

/** The files that pages load, with the hash of their bytes in their names. */
export interface SiteAssets {
  readonly style: string
  readonly icon: string
  readonly counter: string
  readonly files: ReadonlyMap<string, SiteFile>
}

/** Gives the bytes of a cut of a picture by its name. */
export type PictureBytes = (file: string) => Promise<Uint8Array>

/** Style, icon, both scripts and every picture. */
export async function siteAssets(
  options: RenderOptions,
  pictures: readonly Picture[],
  bytesOf: PictureBytes,
): Promise<SiteAssets> {
  const style = readStyle()
  const icon = readAssetFile('icon.svg')
  const counter = buildCounter()
  const paths = {
    style: `/assets/style-${contentHash(style)}.css`,
    icon: `/assets/icon-${contentHash(icon)}.svg`,
    counter: counter.path,
  }
  const files = new Map<string, SiteFile>([
    [paths.style, { bytes: style, type: 'text/css; charset=utf-8' }],
    [paths.icon, { bytes: icon, type: 'image/svg+xml' }],
    [counter.path, counter.file],
    ...[options.script, options.cleaner, ...(options.lane ? [options.lane] : [])].map(
      (one) => [`/assets/${one.name}`, one] as const,
    ),
  ])
  for (const cut of pictures.flatMap(({ cuts }) => cuts))
    files.set(...(await cutFile(cut, bytesOf)))
  return { ...paths, files }
}

async function cutFile(cut: PictureCut, bytesOf: PictureBytes): Promise<[string, SiteFile]> {
  const bytes = await bytesOf(cut.file)
  return [picturePath(cut.file, cut.format), { bytes, type: `image/${cut.format}` }]
}
