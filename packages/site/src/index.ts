export {
  frontPath,
  letterClaimPath,
  letterPath,
  letterReportPath,
  missingPath,
  relativeAddress,
  searchPath,
  storyPath,
} from './address.ts'
export { demonstration, demonstrationPicture } from './demonstration/index.ts'
export {
  type AnswerableLetter,
  EMPTY_DRAFT,
  type LetterDraft,
  type LetterStory,
} from './letters/letter-draft.ts'
export type { LetterTrouble } from './letters/letter-messages.ts'
export { fillLetterPlace, type LetterPlace } from './letters/letter-place.ts'
export { OPEN_LETTERS_PATH, type OpenLetters, type OpenStory } from './letters/open-letters.ts'
export { type LettersTo, lettersByStory, type PublishedLetter } from './letters/published-letter.ts'
export { languageFacts, type Language } from './language.ts'
export {
  brotli,
  contentHash,
  packSite,
  shardOf,
  type PackedSite,
  type SiteEntry,
  type SiteFile,
  type SiteFiles,
  type SiteManifest,
  type SiteShard,
} from './manifest.ts'
export type { DeskRecord, DeskTitle } from './desk-record.ts'
export type { Asset, RenderOptions } from './render-options.ts'
export { siteAssetFiles } from './asset-files.ts'
export { copyFiles, type CopyFile, countCopyFiles } from './export/copy-files.ts'
export { HASH_LIST, readHashList, writeHashList } from './export/hash-list.ts'
export { type ImportTally, importWxr } from './import/import-wxr.ts'
export { readWxr } from './import/read-wxr.ts'
export { openWxrFile } from './import/wxr-file.ts'
export { type Around, pageMaker, renderSite } from './render-site.ts'
export { fillStore, type SiteRecords } from './site-records.ts'
export { Edition, readManifest, readShard } from './publication/edition.ts'
export { type EditionStore, folderEditionStore, MANIFEST } from './publication/edition-store.ts'
export type { PageKey } from './publication/page-key.ts'
export type { PageMaker } from './publication/page-maker.ts'
export { Publication } from './publication/publication.ts'
export { type Hit, fillSearchPage } from './pages/search-page.ts'
export { foldWords, searchTerms } from './search/search-terms.ts'
export type { StoryWords } from './search/words-file.ts'

export { type Block, blockWords, type DataTable, type PlacedPicture } from './records/block.ts'
export type { Correction } from './records/correction.ts'
export { checkFrontOrder, type FrontOrder, type Weight } from './records/front-order.ts'
export { type Instant, instantOf, msOf } from './records/instant.ts'
export type { Paper } from './records/paper.ts'
export {
  checkPicture,
  type Picture,
  type PictureCut,
  type PictureFormat,
} from './records/picture.ts'
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
export type { Author, Topic, Translated } from './records/topic.ts'
export { newestFirst, type Update } from './records/update.ts'
export { MemorySiteStore } from './store/memory-site-store.ts'
export type { Revision, Save, SiteStore, StoryFilter, StoryLine } from './store/site-store.ts'
export { SqlSiteStore } from './store/sql-site-store.ts'
