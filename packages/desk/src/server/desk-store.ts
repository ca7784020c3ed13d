import type { ServedMember } from './desk-config.ts'

/** What was laid down for one who is asked in; he proves by its key that he has the code. */
export interface StoredInvitation {
  /** Ed25519, 64 hex digits. */
  readonly key: string
  /** Desks that he comes to, 32 hex digits each. */
  readonly desks: readonly string[]
  /** The last day on which it is taken, in days since 1970. */
  readonly untilDay: number
  /** Sealed under the code. */
  readonly welcome: Uint8Array
}

/**
 * What a desk server keeps for its desks, all of it sealed or public. No time, no address, no name;
 * order is the only thing that it knows of bundles. Names of desks and keyrings are hex.
 */
export interface DeskStore {
  /** Number of bundles in a desk's log. */
  length(desk: string): Promise<number>
  /** False, and nothing kept, when the log's length is another. Durable on return. (D1) */
  append(desk: string, length: number, bundle: Uint8Array): Promise<boolean>
  /** At most `most` bundles from position `from`. */
  read(desk: string, from: number, most: number): Promise<Uint8Array[]>
  /** Replaces the trays; false, and nothing kept, when the log's length is another. (R3) */
  putTrays(desk: string, length: number, pack: Uint8Array): Promise<boolean>
  trays(desk: string): Promise<Uint8Array | null>
  putDeskKeys(desk: string, offers: Uint8Array): Promise<void>
  deskKeys(desk: string): Promise<Uint8Array | null>
  putKeyring(id: string, keyring: Uint8Array): Promise<void>
  keyring(id: string): Promise<Uint8Array | null>
  dropKeyring(id: string): Promise<void>
  /** Who came to a desk by invitation and is still there. */
  joined(desk: string): Promise<ServedMember[]>
  /** Keys of those who were put out of a desk, however they had come to it. */
  gone(desk: string): Promise<string[]>
  putOut(desk: string, member: string): Promise<void>
  putInvitation(id: string, invitation: StoredInvitation): Promise<void>
  invitation(id: string): Promise<StoredInvitation | null>
  /** Invitations that nobody has used. */
  invitations(): Promise<string[]>
  dropInvitation(id: string): Promise<void>
  /** Those whose last day is before this one. */
  dropInvitationsBefore(day: number): Promise<void>
  /** Those to this desk. */
  dropInvitationsTo(desk: string): Promise<void>
  /** Lets in who came by this invitation and uses it up; false when it is gone or his name is taken. */
  enrol(
    id: string,
    member: ServedMember & { keyring: string },
    keyring: Uint8Array,
  ): Promise<boolean>
}
