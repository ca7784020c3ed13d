import type { Compartment, IntakeLink, MemberRole } from '@postern/casework'
import {
  Cursor,
  derive,
  type Env,
  fromUtf8,
  LABELS,
  labelBytes,
  PosternError,
  type Suite,
  toHex,
  utf8,
  Writer,
} from '@postern/protocol'
import {
  type Lockbox,
  LOCKBOX_BYTES,
  makeLockbox,
  openBox,
  PASSPHRASE_LOCK,
  sealBox,
  withLock,
} from './lockbox.ts'

/** What a member of a desk holds of it. Whoever has it can answer in the desk's name. */
export interface DeskSecrets {
  /** 16 bytes. */
  readonly desk: Uint8Array
  /** Seed of the desk's Ed25519 identity, 32 bytes: signs desk keys, vouches for members. */
  readonly identitySeed: Uint8Array
  /** The compartment that all members share. */
  readonly compartment: Compartment
  /** The desk's key tree (`KeyTree.encode`), without what was forgotten. */
  readonly tree: Uint8Array
  /** What a member has who takes messages in; null: he sees what is handed on to him. */
  readonly intake: IntakeKeys | null
}

/** They open what comes before anybody has looked whom a source does not want to read it. */
export interface IntakeKeys {
  readonly compartment: Compartment
  /** From here on the desk's epoch keys can be made, and none before. */
  readonly link: IntakeLink
}

/** All that a member needs, wherever he opens it. */
export interface Keyring {
  readonly name: string
  readonly role: MemberRole
  readonly column: 'standard' | 'rehearsal'
  /** 16 bytes. */
  readonly organisation: Uint8Array
  /** The root's public key, 32 bytes: documents are checked from it, not from what is served. */
  readonly root: Uint8Array
  /** 32 bytes; the signing key and the sealing key follow from it. */
  readonly memberSeed: Uint8Array
  readonly desks: readonly DeskSecrets[]
  /** Those whose locks open it. */
  readonly passkeys: readonly KeptPasskey[]
}

/** A passkey as its owner knows it. */
export interface KeptPasskey {
  /** Which lock of the box is its. */
  readonly lock: number
  /** As the authenticator names it. */
  readonly id: Uint8Array
  readonly label: string
  readonly addedMs: number
}

/** The library's argon2id, or the platform's: raw bytes of `length`. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  cost: { memoryKiB: number; passes: number; lanes: number; length: number },
) => Promise<Uint8Array>

const VERSION = 3
/** Room for a key tree of which much was forgotten here and there. */
export const PADDED_KEYRING_BYTES = 65_536
/** Every keyring has this size, the invented ones too. */
export const KEYRING_BYTES: number = LOCKBOX_BYTES + PADDED_KEYRING_BYTES
/** As in P2: 64 MiB, three passes. */
export const KEYRING_COST = { memoryKiB: 65_536, passes: 3, lanes: 1, length: 32 }
const ROLES: readonly MemberRole[] = ['handler', 'agent']
const COLUMNS = ['standard', 'rehearsal'] as const

/** What the desk server knows a keyring by; the name itself it does not learn. 32 hex digits. */
export function keyringId(suite: Suite, name: string): string {
  const bytes = utf8(normalised(name).toLowerCase())
  return toHex(
    suite.sha256(labelBytes(LABELS.keyringName), Uint8Array.of(0), bytes).subarray(0, 16),
  )
}

/** A new box that one passphrase opens. */
export async function sealKeyring(
  env: Env,
  argon2id: Argon2id,
  passphrase: string,
  keyring: Keyring,
): Promise<Uint8Array> {
  const box = makeLockbox(env)
  const key = await passphraseLockKey(env.suite, argon2id, passphrase, box.salt)
  return sealIn(env, withLock(env.suite, box, PASSPHRASE_LOCK, key), keyring)
}

/** Null when the name or the passphrase is wrong; which of them, nobody can say. */
export async function openKeyring(
  suite: Suite,
  argon2id: Argon2id,
  passphrase: string,
  sealed: Uint8Array,
): Promise<Keyring | null> {
  const keyOf = async (salt: Uint8Array): Promise<Uint8Array> =>
    await passphraseLockKey(suite, argon2id, passphrase, salt)
  return (await openWith(suite, sealed, [PASSPHRASE_LOCK], keyOf))?.keyring ?? null
}

/** A keyring and the box that it lay in. */
export interface OpenedKeyring {
  readonly keyring: Keyring
  readonly box: Lockbox
}

/** Null when none of these locks opens. */
export async function openWith(
  suite: Suite,
  sealed: Uint8Array,
  locks: readonly number[],
  keyOf: (salt: Uint8Array, at: number) => Promise<Uint8Array> | Uint8Array,
): Promise<OpenedKeyring | null> {
  if (sealed.length !== KEYRING_BYTES) return null
  const opened = await openBox(suite, sealed, locks, keyOf)
  return opened && { keyring: unpadKeyring(opened.plain), box: opened.box }
}

/** KEYRING_BYTES. Throws PosternError 'keyring-too-large'. */
export function sealIn(env: Env, box: Lockbox, keyring: Keyring): Uint8Array {
  return sealBox(env, box, padKeyring(keyring))
}

/** Slow: 64 MiB and three passes. */
export async function passphraseLockKey(
  suite: Suite,
  argon2id: Argon2id,
  passphrase: string,
  salt: Uint8Array,
): Promise<Uint8Array> {
  const root = await argon2id(utf8(normalised(passphrase)), salt, KEYRING_COST)
  return derive(suite, root, LABELS.keyringKey, salt, 32)
}

/** In one size, whatever is in it. Throws PosternError 'keyring-too-large'. */
export function padKeyring(keyring: Keyring): Uint8Array {
  const bytes = encodeKeyring(keyring)
  const zeros = new Uint8Array(PADDED_KEYRING_BYTES - 2 - bytes.length)
  return new Writer().u16(bytes.length).bytes(bytes).bytes(zeros).finish()
}

/** Throws PosternError 'bad-keyring' or what a Cursor throws. */
export function unpadKeyring(plain: Uint8Array): Keyring {
  const cursor = new Cursor(plain)
  return decodeKeyring(cursor.take(cursor.u16()).slice())
}

/** For an agent's own folder. Throws PosternError 'keyring-too-large' for more than 30 desks. */
export function encodeKeyring(keyring: Keyring): Uint8Array {
  const name = utf8(keyring.name)
  const writer = new Writer()
    .u8(VERSION)
    .u8(ROLES.indexOf(keyring.role))
    .u8(COLUMNS.indexOf(keyring.column))
    .u16(name.length)
    .bytes(name)
    .bytes(keyring.organisation)
    .bytes(keyring.root)
    .bytes(keyring.memberSeed)
    .u8(keyring.desks.length)
  for (const desk of keyring.desks) writeDesk(writer, desk)
  writer.u8(keyring.passkeys.length)
  for (const passkey of keyring.passkeys) writePasskey(writer, passkey)
  const bytes = writer.finish()
  if (bytes.length > PADDED_KEYRING_BYTES - 2) throw new PosternError('keyring-too-large')
  return bytes
}

/** Throws PosternError 'bad-keyring' or what a Cursor throws. */
export function decodeKeyring(bytes: Uint8Array): Keyring {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== VERSION) throw new PosternError('bad-keyring')
  const role = chosen(ROLES, cursor.u8())
  const column = chosen(COLUMNS, cursor.u8())
  const name = fromUtf8(cursor.take(cursor.u16()))
  const organisation = cursor.take(16)
  const root = cursor.take(32)
  const memberSeed = cursor.take(32)
  const desks = Array.from({ length: cursor.u8() }, () => readDesk(cursor))
  const passkeys = Array.from({ length: cursor.u8() }, () => readPasskey(cursor))
  cursor.finish()
  return { name, role, column, organisation, root, memberSeed, desks, passkeys }
}

function writePasskey(writer: Writer, { lock, id, label, addedMs }: KeptPasskey): void {
  const name = utf8(label)
  writer.u8(lock).u16(id.length).bytes(id).u16(name.length).bytes(name).u64(addedMs)
}

function readPasskey(cursor: Cursor): KeptPasskey {
  const lock = cursor.u8()
  const id = cursor.take(cursor.u16()).slice()
  return { lock, id, label: fromUtf8(cursor.take(cursor.u16())), addedMs: cursor.u64() }
}

function writeDesk(
  writer: Writer,
  { desk, identitySeed, compartment, tree, intake }: DeskSecrets,
): void {
  writer.bytes(desk).bytes(identitySeed)
  writeCompartment(writer, compartment)
  writer.u32(tree.length).bytes(tree)
  writer.u8(intake === null ? 0 : 1)
  if (intake === null) return
  writeCompartment(writer, intake.compartment)
  const { generation, number, key } = intake.link
  writer.u32(generation).u32(number).bytes(key)
}

function readDesk(cursor: Cursor): DeskSecrets {
  const desk = cursor.take(16)
  const identitySeed = cursor.take(32)
  const compartment = readCompartment(cursor, 'desk')
  const tree = cursor.take(cursor.u32())
  const intake = cursor.u8() === 0 ? null : readIntake(cursor)
  return { desk, identitySeed, compartment, tree, intake }
}

function readIntake(cursor: Cursor): IntakeKeys {
  const compartment = readCompartment(cursor, 'intake')
  const generation = cursor.u32()
  return { compartment, link: { generation, number: cursor.u32(), key: cursor.take(32) } }
}

function writeCompartment(writer: Writer, { id, keys }: Compartment): void {
  writer.bytes(id).u8(keys.length)
  for (const key of keys) writer.bytes(key)
}

function readCompartment(cursor: Cursor, kind: 'desk' | 'intake'): Compartment {
  const id = cursor.take(16)
  return { kind, id, keys: Array.from({ length: cursor.u8() }, () => cursor.take(32)) }
}

/** One person types one passphrase in one form, whatever the keyboard. */
function normalised(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ')
}

function chosen<T>(names: readonly T[], at: number): T {
  const name = names[at]
  if (name === undefined) throw new PosternError('bad-keyring')
  return name
}
