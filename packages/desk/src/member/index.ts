export {
  deskKeyOffer,
  type MadeDesk,
  type MadeMember,
  makeDesk,
  makeMember,
  type MemberGround,
  withoutIntake,
} from './ceremony.ts'
export type { Send } from './desk-client.ts'
export { DeskMember, type DeskMemberParts } from './desk-member.ts'
export { DeskRoom } from './desk-room.ts'
export { type DropCache, MemoryDropCache } from './drop-cache.ts'
export { type LogCache, MemoryLogCache } from './log-cache.ts'
export {
  decodeKeyring,
  type DeskSecrets,
  encodeKeyring,
  type Keyring,
  KEYRING_BYTES,
  keyringId,
  openKeyring,
  sealKeyring,
} from './keyring.ts'
export { type Breathe, messageActs, takeIn } from './intake.ts'
export { type Reading, type ReadMessage, readParts } from './part-reader.ts'
