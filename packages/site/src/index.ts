export {
  frontPath,
  letterClaimPath,
  letterPath,
  letterReportPath,
  relativeAddress,
  storyPath,
} from './address.ts'
export { demonstration } from './demonstration/index.ts'
export {
  type AnswerableLetter,
  EMPTY_DRAFT,
  type LetterDraft,
  type LetterStory,
} from './letters/letter-draft.ts'
export type { LetterTrouble } from './letters/letter-messages.ts'
export { fillLetterPlace, type LetterPlace } from './letters/letter-place.ts'
export { OPEN_LETTERS_PATH, type OpenLetters, type OpenStory } from './letters/open-letters.ts'
export type { PublishedLetter } from './letters/published-letter.ts'
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
export { renderSite, siteAssets } from './render-site.ts'

export { type Block, blockWords, type DataTable, type PlacedPicture } from './records/block.ts'
export type { Correction } from './records/correction.ts'
export type { FrontOrder, Weight } from './records/front-order.ts'
export { type Instant, instantOf, msOf } from './records/instant.ts'
export type { Paper } from './records/paper.ts'
export type { Picture, PictureCut, PictureFormat } from './records/picture.ts'
export { withoutUnprintable } from './records/plain-text.ts'
export {
  checkStory,
  decodeStory,
  encodeStory,
  isPublished,
  type Story,
  type StoryState,
  storyWords,
} from './records/story.ts'
export {
  addUpdate,
  beginStory,
  correct,
  edit,
  pinUpdate,
  publish,
  publishDue,
  schedule,
  withdraw,
  type Written,
} from './records/story-steps.ts'
export { type Run, runsOf, type Text, textOf, wordsOf } from './records/text.ts'
export type { Author, Topic } from './records/topic.ts'
export { newestFirst, type Update } from './records/update.ts'
export { MemorySiteStore } from './store/memory-site-store.ts'
export type { Revision, Save, SiteStore, StoryFilter, StoryLine } from './store/site-store.ts'
export { SqlSiteStore } from './store/sql-site-store.ts'
