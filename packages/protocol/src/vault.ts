/** The vault of every reader, and what a source's holds. (P4) */
export { isSameVaultKey, type VaultKey, vaultKey } from './keys/vault-key.ts'
export {
  answerFound,
  type BookChange,
  bookRoom,
  bringBack,
  checkRoom,
  fittingBook,
  isGone,
  messageArrived,
  messageIn,
  messagesOf,
  type NewMessage,
  partsLeft,
  partTaken,
  partTried,
  queueAgain,
  queueMessage,
  tieAnswers,
  type WaitingPart,
  waitingParts,
} from './roles/book.ts'
export { makeVault, renewVault, writeVault } from './roles/vault.ts'
export { type Peeled, VaultPeel, vaultLayer } from './roles/vault-peel.ts'
export {
  type Book,
  type BookAnswer,
  type BookEntry,
  type BookFile,
  type BookMessage,
  decodeBook,
  EMPTY_BOOK,
  encodeBook,
} from './wire/book.ts'
export {
  MAX_RENEWALS,
  MAX_VAULT_CONTENT_BYTES,
  VAULT_BODY_BYTES,
  VAULT_BYTES,
  VAULT_STREAM_BYTES,
} from './wire/vault.ts'
