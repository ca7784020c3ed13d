export {
  buildReader,
  CLEANER_BUDGET_BYTES,
  type ReaderAsset,
  READER_BUDGET_BYTES,
  type ReaderFiles,
} from './build-reader.ts'
export type { Trusted } from './client/keeper.ts'
export { composerMarkup } from './composer-markup.ts'
