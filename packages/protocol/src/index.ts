export { PosternError } from './error.ts'
export type { Env } from './env.ts'
export { type SeededEnv, seededEnv } from './env-seeded.ts'

export { fromBase64, toBase64 } from './bytes/base64.ts'
export { concat, equalBytes } from './bytes/concat.ts'
export { Cursor } from './bytes/cursor.ts'
export { fromHex, toHex } from './bytes/hex.ts'
export { uniformBelow } from './bytes/uniform.ts'
export { fromUtf8, utf8 } from './bytes/utf8.ts'
export { Writer } from './bytes/writer.ts'

export {
  type Argon2id,
  type Argon2idCost,
  type DeskSecrets,
  Root,
  ROOT_COST,
  rootFromWords,
} from './keys/root.ts'

export { type Opened, openContent, openSealed, sealTo } from './suite/hpke.ts'
export { derive, prf } from './suite/kdf.ts'
export type { ContentKey } from './suite/key-schedule.ts'
export { LABELS, type Label, labelBytes } from './suite/labels.ts'
export { mustHave } from './suite/must-have.ts'
export { isSignerPoint } from './suite/signer-point.ts'
export type { Encapsulation, KemKey, SigningKey, Suite } from './suite/suite.ts'
export {
  type CurveKey,
  type LatticeEncapsulation,
  type LatticeKey,
  type XWingParts,
  xWingEncapsulate,
  xWingKey,
} from './suite/x-wing.ts'

export type { About, AboutKind } from './wire/about.ts'
export { type Attachment, type AttachmentKind } from './wire/attachment.ts'
export {
  type Batch,
  BATCH_MAX_BYTES,
  BATCH_MOST_CELLS,
  BATCH_MOST_ITEMS,
  BATCH_MOST_NOISE,
  type BatchDraft,
  type BatchHeader,
  ITEM_BYTES,
  openBatch,
  sealBatch,
} from './wire/batch.ts'
export {
  bundleOpener,
  emptyBundle,
  MAX_BUNDLE_PAYLOAD_BYTES,
  openBundle,
  sealBundle,
} from './wire/bundle.ts'
export {
  type Counter,
  dayCountsFit,
  dayOf,
  DAYS_COUNTED,
  type KeptOfDay,
  type MixedOfDay,
  signDayCounts,
} from './wire/day-counts.ts'
export { cellEpoch, cellLayer1, sealCell } from './wire/cell.ts'
export {
  type Content,
  decodeContent,
  encodeContent,
  MAX_ANSWERS_BYTES,
  MAX_ATTACHMENTS,
  MAX_EXCLUSION_BYTES,
  MAX_EXCLUSIONS,
  MAX_READ,
  MAX_TEXT_BYTES,
} from './wire/content.ts'
export { deflate, inflate } from './wire/deflated.ts'
export { answeringDesks, letterDesk } from './wire/desk-part.ts'
export { displayName } from './wire/display-name.ts'
export { decodeDay, decodeDrop, type Drop } from './wire/drop.ts'
export {
  encodeDsse,
  openDsse,
  type OpenedDsse,
  type Signature,
  type Signed,
  signDsse,
  signPayload,
  verifiedBy,
} from './wire/dsse.ts'
export { openEnvelope, sealEnvelope } from './wire/envelope.ts'
export {
  decodeFragment,
  encodeFragment,
  type Fragment,
  fragmentFits,
  type FragmentPart,
  signFragment,
} from './wire/fragment.ts'
export {
  HASH_BYTES,
  ID_BYTES,
  makeId,
  makeReplyId,
  MESSAGE_ID_BYTES,
  REPLY_ID_BYTES,
} from './wire/ids.ts'
export { decodeInner, encodeInner, type Inner } from './wire/inner.ts'
export { deskOfInterval, intervalNumber } from './wire/interval.ts'
export { JsonObject } from './wire/json.ts'
export {
  decodeDeskKeyOffers,
  decodeMixKeyOffers,
  deskKeyFits,
  deskKeyMessage,
  type DeskKeyOffer,
  encodeDeskKeyOffers,
  encodeMixKeyOffers,
  mixKeyFits,
  mixKeyMessage,
  type MixKeyOffer,
  type MixRoleName,
  signDeskKey,
  signMixKey,
} from './wire/key-offer.ts'
export {
  decodeLaneReference,
  encodeLaneReference,
  isLaneCount,
  LANE_CHUNK_BYTES,
  LANE_MEDIA_TYPE,
  LANE_TEXT_BYTES,
  laneCount,
  type LaneKey,
  type LaneReference,
  openLaneChunk,
  sealLaneChunk,
} from './wire/lane.ts'
export { openLayer1, openLayer2, sealInner } from './wire/layer.ts'
export {
  type Letter,
  LETTER_BOUNDS,
  letterCodeHash,
  letterContent,
  type LetterKind,
  publishedLetterId,
  readLetter,
} from './wire/letter.ts'
export {
  cutMessage,
  decodeMessage,
  encodeMessage,
  joinMessage,
  MAX_MESSAGE_BYTES,
  type Message,
  type MessageType,
  SEED_BYTES,
} from './wire/message.ts'
export {
  encodeNow,
  type Listed,
  type ListedStatement,
  MAX_LISTED_STATEMENTS,
  mirrorsFit,
  type Now,
  NOW_MAX_BYTES,
  type NowDraft,
  signNow,
  verifyNow,
} from './wire/now.ts'
export {
  MAX_FRAGMENTS,
  MAX_STAMP_BITS,
  type Parameters,
  REHEARSAL,
  STANDARD,
} from './wire/parameters.ts'
export { receipt } from './wire/receipt.ts'
export * from './wire/sizes.ts'
export {
  type CustodyPlace,
  type Hand,
  joinHalves,
  openHalf,
  sealOriginal,
} from './wire/sealed-original.ts'
export {
  cutReply,
  joinReply,
  MAX_REPLY_BYTES,
  MAX_REPLY_SLOTS,
  openSlot,
  sealSlot,
  type SlotPart,
} from './wire/slot.ts'
export { findStamp, stampFits } from './wire/stamp.ts'
export {
  assembleStatement,
  type DeskTitle,
  encodeStatement,
  readTitles,
  type Statement,
  type StatementDesk,
  type StatementDraft,
  STATEMENT_MAX_BYTES,
  verifyStatement,
  verifyStatementDraft,
} from './wire/statement.ts'
export { decodeTrayPack, encodeTrayPack, trayBytes, type TrayPack } from './wire/tray.ts'
export {
  type CustodyKeys,
  signTrustList,
  TRUST_LIST_LIFE_MS,
  TRUST_LIST_MAX_BYTES,
  type TrustedDesk,
  type TrustedMix,
  type TrustList,
  type TrustListDraft,
  verifyTrustList,
} from './wire/trust-list.ts'

export type { Acceptance } from './roles/acceptance.ts'
export { acceptNow, acceptStatement, acceptTrust } from './roles/accept-documents.ts'
export { acceptDay, acceptDrop } from './roles/accept-files.ts'
export { type AttemptMoment, type Attempts, mayAttempt, recordAttempt } from './roles/attempts.ts'
export { batchesDue, type DueBatch, type Firing, firingOf } from './roles/batches-due.ts'
export { closedDay, dayFile, intervalsDue, nextDrop } from './roles/drop-step.ts'
export {
  EPOCH_GRACE_MS,
  type EpochLabel,
  type EpochSpan,
  epochSpans,
  firstAbove,
  inForce,
  KEYS_AHEAD,
  MIX_KEY_AFTER_MS,
} from './roles/epoch-span.ts'
export { deskIsLate, deskKeysDue, type KeysDue, mixKeysDue } from './roles/keys-due.ts'
export {
  type Held,
  type KnownDocuments,
  knowNothing,
  numberInForce,
  statementInForce,
} from './roles/known-documents.ts'
export {
  admit,
  type Admitted,
  keepEnvelopes,
  MIX_INPUT_BYTES,
  type MixRole,
  type OpenedItem,
  openItem,
  type OpeningRules,
} from './roles/mix-step.ts'
export { drawNoise, makeNoiseItems, type NoiseCounts } from './roles/noise-items.ts'
export {
  type DeskIdentity,
  type DeskKey,
  type EnvelopePlace,
  type OpenedEnvelope,
  openForDesk,
} from './roles/opened-envelope.ts'
export { EMPTY_OUTBOX, type Outbox, type OutboxPart } from './roles/outbox.ts'
export { type OutboxEstimate, outboxEstimate } from './roles/outbox-estimate.ts'
export {
  attemptMoment,
  makeCell,
  type PageView,
  randomCell,
  type ViewCell,
  viewCell,
} from './roles/page-view.ts'
export {
  type DeskTurn,
  findReceipts,
  hasReceipt,
  publishedReceipts,
  repeatsInDrop,
} from './roles/receipt-search.ts'
export { MemoryReplaySet, type ReplaySet } from './roles/replay-set.ts'
export {
  addReceipt,
  addReply,
  EMPTY_QUEUE,
  type Errand,
  type HandOver,
  type ReceiptErrand,
  type Recipient,
  type ReplyQueue,
  type SlotErrand,
} from './roles/reply-queue.ts'
export { shuffle } from './roles/shuffle.ts'
export { findParts, type FoundPart, type FoundReply, gatherReplies } from './roles/thread-search.ts'
export { type FilledTrays, fillTrays } from './roles/tray-step.ts'
export {
  daysSearched,
  dayToFetch,
  dropToFetch,
  statementToFetch,
  trustToFetch,
  type UnverifiedClaim,
  unverifiedClaim,
} from './roles/wanted-documents.ts'
