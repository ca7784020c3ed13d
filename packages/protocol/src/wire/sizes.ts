/**
 * Every size on the wire, as the sum it is (spec/wire). A test states the totals.
 *
 *   cell      16,384 = stamp 8 ‖ layer 1
 *   layer 1   16,376 = epoch 4 ‖ enc 1,120 ‖ ciphertext of layer 2
 *   layer 2   15,236 =           enc 1,120 ‖ ciphertext of inner
 *   inner     14,100 = kind 1 ‖ envelope
 *   envelope  14,099 =           enc 1,120 ‖ ciphertext of fragment
 *   fragment  12,963 = key 32 ‖ signature 64 ‖ message id 16 ‖ index 2 ‖ count 2 ‖ length 2 ‖ body
 */
export const ENC_BYTES = 1_120
export const AEAD_TAG_BYTES = 16
export const SEAL_OVERHEAD_BYTES: number = ENC_BYTES + AEAD_TAG_BYTES
export const KEM_PUBLIC_KEY_BYTES = 1_216

export const STAMP_BYTES = 8
export const EPOCH_BYTES = 4
export const FRAGMENT_BODY_BYTES = 12_845
export const FRAGMENT_BYTES: number = 32 + 64 + 16 + 2 + 2 + 2 + FRAGMENT_BODY_BYTES
export const ENVELOPE_BYTES: number = SEAL_OVERHEAD_BYTES + FRAGMENT_BYTES
export const INNER_BYTES: number = 1 + ENVELOPE_BYTES
export const LAYER_2_BYTES: number = SEAL_OVERHEAD_BYTES + INNER_BYTES
export const LAYER_1_BYTES: number = EPOCH_BYTES + SEAL_OVERHEAD_BYTES + LAYER_2_BYTES
export const CELL_BYTES: number = STAMP_BYTES + LAYER_1_BYTES

export const SLOT_SALT_BYTES = 16
export const SLOT_TAG_BYTES = 16
export const SLOT_TEXT_BYTES = 964
export const SLOT_PLAINTEXT_BYTES: number = 8 + 1 + 1 + 2 + SLOT_TEXT_BYTES
export const SLOT_BYTES: number =
  SLOT_SALT_BYTES + SLOT_TAG_BYTES + AEAD_TAG_BYTES + SLOT_PLAINTEXT_BYTES

export const RECEIPT_BYTES = 8
export const DROP_SLOTS = 192
export const DROP_RECEIPTS = 2_048
export const RECENT_DROP_BYTES: number = DROP_SLOTS * SLOT_BYTES + DROP_RECEIPTS * RECEIPT_BYTES
export const DAY_FILE_BYTES: number = DROP_SLOTS * SLOT_BYTES

/** One append to the desk log: salt 16 ‖ tag 16 ‖ AEAD; opens to 4,048 bytes (D1). */
export const BUNDLE_BYTES = 4_096
export const BUNDLE_PLAINTEXT_BYTES: number = BUNDLE_BYTES - 16 - 16 - AEAD_TAG_BYTES
