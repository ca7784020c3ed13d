export { frontPath, relativeAddress, storyPath } from './address.ts'
export type { Block } from './block.ts'
export { demonstration } from './demonstration/index.ts'
export { languageFacts, type Language } from './language.ts'
export {
  brotli,
  contentHash,
  packSite,
  type PackedSite,
  type SiteEntry,
  type SiteFile,
  type SiteFiles,
  type SiteManifest,
} from './manifest.ts'
export type { DeskRecord, DeskTitle, SiteRecords, StoryRecord, Translated } from './record.ts'
export type { Asset, RenderOptions } from './render-options.ts'
export { renderSite } from './render-site.ts'
