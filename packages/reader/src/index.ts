export {
  buildFastLane,
  buildReader,
  type ReaderAsset,
  READER_BUDGET_BYTES,
} from './build-reader.ts'
export type { Trusted } from './client/keeper.ts'
export { composerMarkup } from './composer-markup.ts'
