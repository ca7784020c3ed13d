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
}

/** The library's argon2id, or the platform's: raw bytes of `length`. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  cost: { memoryKiB: number; passes: number; lanes: number; length: number },
) => Promise<Uint8Array>

const VERSION = 2
const SALT_BYTES = 16
/** Room for a key tree of which much was forgotten here and there. */
const PLAIN_BYTES = 65_536
/** salt 16 ‖ AEAD of the padded keyring: every keyring has this size, the invented ones too. */
export const KEYRING_BYTES: number = SALT_BYTES + PLAIN_BYTES + 16
/** As in P2: 64 MiB, three passes. */
const COST = { memoryKiB: 65_536, passes: 3, lanes: 1, length: 32 }
const NONCE: Uint8Array = new Uint8Array(12)
const ROLES: readonly MemberRole[] = ['handler', 'agent']
const COLUMNS = ['standard', 'rehearsal'] as const

/** What the desk server knows a keyring by; the name itself it does not learn. 32 hex digits. */
export function keyringId(suite: Suite, name: string): string {
  const bytes = utf8(normalised(name).toLowerCase())
  return toHex(
    suite.sha256(labelBytes(LABELS.keyringName), Uint8Array.of(0), bytes).subarray(0, 16),
  )
}

export async function sealKeyring(
  env: Env,
  argon2id: Argon2id,
  passphrase: string,
  keyring: Keyring,
): Promise<Uint8Array> {
  const salt = env.random(SALT_BYTES)
  const key = await keyringKey(env.suite, argon2id, passphrase, salt)
  const sealed = env.suite.aeadSeal(key, NONCE, salt, padded(encodeKeyring(keyring)))
  return new Writer().bytes(salt).bytes(sealed).finish()
}

/** Null when the name or the passphrase is wrong; which of them, nobody can say. */
export async function openKeyring(
  suite: Suite,
  argon2id: Argon2id,
  passphrase: string,
  sealed: Uint8Array,
): Promise<Keyring | null> {
  if (sealed.length !== KEYRING_BYTES) return null
  const salt = sealed.subarray(0, SALT_BYTES)
  const key = await keyringKey(suite, argon2id, passphrase, salt)
  const plain = suite.aeadOpen(key, NONCE, salt, sealed.subarray(SALT_BYTES))
  return plain && unpadded(plain)
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
  const bytes = writer.finish()
  if (bytes.length > PLAIN_BYTES - 2) throw new PosternError('keyring-too-large')
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
  cursor.finish()
  return { name, role, column, organisation, root, memberSeed, desks }
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

async function keyringKey(
  suite: Suite,
  argon2id: Argon2id,
  passphrase: string,
  salt: Uint8Array,
): Promise<Uint8Array> {
  const root = await argon2id(utf8(normalised(passphrase)), salt, COST)
  return derive(suite, root, LABELS.keyringKey, salt, 32)
}

/** One person types one passphrase in one form, whatever the keyboard. */
function normalised(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ')
}

function padded(bytes: Uint8Array): Uint8Array {
  const zeros = new Uint8Array(PLAIN_BYTES - 2 - bytes.length)
  return new Writer().u16(bytes.length).bytes(bytes).bytes(zeros).finish()
}

function unpadded(plain: Uint8Array): Keyring {
  const cursor = new Cursor(plain)
  return decodeKeyring(cursor.take(cursor.u16()).slice())
}

function chosen<T>(names: readonly T[], at: number): T {
  const name = names[at]
  if (name === undefined) throw new PosternError('bad-keyring')
  return name
}
