import { readAssetFile, readStyle } from '../asset-files.ts'
import { buildCounter } from '../live/build-counter.ts'
import { contentHash, type SiteFile } from '../manifest.ts'
import type { RenderOptions } from '../render-options.ts'

/** The files that pages load, with the hash of their bytes in their names. */
export interface SiteAssets {
  readonly style: string
  readonly icon: string
  readonly counter: string
  readonly files: ReadonlyMap<string, SiteFile>
}

/** Style, icon and both scripts. */
export function siteAssets(options: RenderOptions): SiteAssets {
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
  return { ...paths, files }
}
