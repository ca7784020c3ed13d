import { utf8 } from '../bytes/utf8.ts'

/**
 * Every key derivation, MAC and signature, and every hash that is more than the name of bytes, has
 * its own label, and all of them stand here, so that nothing made for one purpose can pass for
 * another (spec/protocol, Suite). On the wire a label is the UTF-8 of `postern/v1/` and its text.
 */
export const LABELS = {
  sealing: 'sealing',
  fragmentSignature: 'fragment-signature',
  statement: 'statement',
  deskKey: 'desk-key',
  mixKey: 'mix-key',
  trustList: 'trust-list',
  now: 'now',
  rootFingerprint: 'root-fingerprint',
  statementFingerprint: 'statement-fingerprint',
  batch: 'batch',
  dailyCounts: 'daily-counts',
  slotTagKey: 'slot-tag-key',
  slotTag: 'slot-tag',
  slotKey: 'slot-key',
  receipt: 'receipt',
  bundleTagKey: 'bundle-tag-key',
  bundleTag: 'bundle-tag',
  bundleKey: 'bundle-key',
  wordsCheck: 'words-check',
  wordsRoot: 'words-root',
  conversationSigning: 'conversation-signing',
  conversationSeed: 'conversation-seed',
  draftKey: 'draft-key',
  originalHalf: 'original-half',
  originalKey: 'original-key',
  vaultScalar: 'vault-scalar',
  vaultCheck: 'vault-check',
  vaultMac: 'vault-mac',
  vaultMarkKey: 'vault-mark-key',
  vaultMark: 'vault-mark',
  vaultPad: 'vault-pad',
  sessionChallenge: 'session-challenge',
  sessionNonce: 'session-nonce',
  sessionToken: 'session-token',
  memberSigning: 'member-signing',
  memberSealing: 'member-sealing',
  keyringName: 'keyring-name',
  keyringRoot: 'keyring-root',
  keyringKey: 'keyring-key',
  keyringFake: 'keyring-fake',
  keyringPasskey: 'keyring-passkey',
  keyringRecovery: 'keyring-recovery',
  passkeyInput: 'passkey-input',
  enrolmentWords: 'enrolment-words',
  enrolmentSecret: 'enrolment-secret',
  enrolmentWelcome: 'enrolment-welcome',
  enrolmentFake: 'enrolment-fake',
  enrolment: 'enrolment',
  recoveryRequest: 'recovery-request',
  recoveryShare: 'recovery-share',
  deskKeySeed: 'desk-key-seed',
  mixKeySeed: 'mix-key-seed',
  intakeLink: 'intake-link',
  compartmentKeyName: 'compartment-key-name',
  keyTree: 'key-tree',
  pairSealing: 'pair-sealing',
  pairSecret: 'pair-secret',
  event: 'event',
  eventSignature: 'event-signature',
  eventHash: 'event-hash',
  logStart: 'log-start',
  logStep: 'log-step',
  logNote: 'log-note',
  invitation: 'invitation',
  evidenceKey: 'evidence-key',
  exportSignature: 'export-signature',
  contactName: 'contact-name',
  rateLimit: 'rate-limit',
  letterToken: 'letter-token',
  letterCode: 'letter-code',
  letterCodeHash: 'letter-code-hash',
  letterId: 'letter-id',
  newsroomAct: 'newsroom-act',
  auditHash: 'audit-hash',
  siteCopy: 'site-copy',
  doorField: 'door-field',
  laneChunk: 'lane-chunk',
  seededEnv: 'seeded-env',
} as const

export type Label = (typeof LABELS)[keyof typeof LABELS]

const known = new Map<Label, Uint8Array>()

/** The bytes that stand for the label; the caller does not change them. */
export function labelBytes(label: Label): Uint8Array {
  const made = known.get(label) ?? utf8(`postern/v1/${label}`)
  known.set(label, made)
  return made
}
