import { concat, equalBytes } from '../bytes/concat.ts'
import { toHex } from '../bytes/hex.ts'
import { PosternError } from '../error.ts'
import {
  type Book,
  type BookAnswer,
  type BookEntry,
  type BookMessage,
  encodeBook,
  encodeEntry,
} from '../wire/book.ts'
import type { FragmentPart } from '../wire/fragment.ts'
import type { Parameters } from '../wire/parameters.ts'
import { FRAGMENT_BODY_BYTES } from '../wire/sizes.ts'
import { MAX_VAULT_CONTENT_BYTES } from '../wire/vault.ts'
import type { Attempts } from './attempts.ts'

/** One waiting fragment, and whose message it is. */
export interface WaitingPart {
  readonly message: BookMessage
  readonly part: FragmentPart
}

/** What is said of a message when it is queued. */
export type NewMessage = Pick<BookMessage, 'deskId' | 'seed' | 'text' | 'files' | 'about'>

/**
 * A change of a book. It may be made again on the same book, or on one that another page of the same
 * source wrote meanwhile: then both have happened. (P4)
 */
export type BookChange = (book: Book) => Book

/** Puts a whole message, as it was cut, behind what waits. */
export function queueMessage(message: NewMessage, parts: readonly FragmentPart[]): BookChange {
  const messageId = parts[0]?.messageId ?? new Uint8Array()
  return (book) => {
    if (messageIn(book, toHex(messageId))) return book
    const [made, turn] = [book.made + 1, book.turn + 1]
    const cut = { parts: parts.length, bytes: concat(...parts.map(({ body }) => body)) }
    const state = { waiting: allBits(parts.length), tried: 0, arrived: false, followedBy: 0 }
    const own = message.seed !== null
    const said = { kind: 'sent' as const, messageId, own, ...message }
    const added = { ...said, ...cut, ...state, made, turn }
    const entries = book.entries.map((entry) => followed(entry, added))
    return { ...book, made, turn, entries: [...entries, added] }
  }
}

/** Queues it once more, whole; nothing for one of which the cut is no longer kept. (S4) */
export function queueAgain(id: string): BookChange {
  return (book) => {
    const turn = book.turn + 1
    const again = changed(book, id, (one) =>
      one.waiting === 0 && one.bytes.length > 0
        ? { ...one, waiting: allBits(one.parts), turn }
        : one,
    )
    return { ...again, turn }
  }
}

/** A cell with this part goes to the network. (V3) */
export function partTried({ messageId, index }: FragmentPart, attempt: Attempts): BookChange {
  return (book) => ({
    ...changed(book, toHex(messageId), (one) => ({ ...one, tried: withBit(one.tried, index) })),
    attempt,
  })
}

/** It was answered as taken, and waits no longer. (V3) */
export function partTaken({ messageId, index }: FragmentPart): BookChange {
  return (book) =>
    changed(book, toHex(messageId), (one) => ({ ...one, waiting: withoutBit(one.waiting, index) }))
}

/** An answer was found. */
export function answerFound(answer: Omit<BookAnswer, 'kind'>): BookChange {
  const id = toHex(answer.replyId)
  return (book) => {
    const has = book.entries.some((one) => one.kind === 'reply' && toHex(one.replyId) === id)
    return has ? book : { ...book, entries: [...book.entries, { kind: 'reply', ...answer }] }
  }
}

/**
 * The desk has this message whole. The seeds of earlier ones are erased that can no longer be
 * answered under: those that had arrived before a message was written which has arrived by now
 * [of two in flight at once the desk may have the older one last, and answers under it]. (R8)
 */
export function messageArrived(id: string): BookChange {
  return (book) => {
    const arrived = changed(book, id, (one) => ({ ...one, arrived: true }))
    return { ...arrived, entries: arrived.entries.map((one) => withoutOldSeed(one, arrived)) }
  }
}

/**
 * Everything of a book that lost its vault, onto what stands there now: what left by either has left,
 * and what waits in one of them waits.
 */
export function bringBack(lost: Book): BookChange {
  return (book) => {
    const before = new Map(book.entries.map((one) => [nameOf(one), one]))
    const entries = lost.entries.map((one) => united(one, before.get(nameOf(one))))
    const names = new Set(entries.map(nameOf))
    const others = book.entries.filter((one) => !names.has(nameOf(one)))
    return {
      tied: book.tied || lost.tied,
      attempt: laterAttempt(book.attempt, lost.attempt),
      made: Math.max(book.made, lost.made),
      turn: Math.max(book.turn, lost.turn),
      entries: [...others, ...entries],
    }
  }
}

export function tieAnswers(tied: boolean): BookChange {
  return (book) => ({ ...book, tied })
}

/** What waits, in the order of its queueing. */
export function waitingParts(book: Book): WaitingPart[] {
  return messagesOf(book)
    .toSorted((a, b) => a.turn - b.turn)
    .flatMap((message) =>
      Array.from({ length: message.parts }, (_, index) => index)
        .filter((index) => hasBit(message.waiting, index))
        .map((index) => ({ message, part: partOf(message, index) })),
    )
}

export function messagesOf(book: Book): BookMessage[] {
  return book.entries.filter((one) => one.kind === 'sent')
}

export function messageIn(book: Book, id: string): BookMessage | undefined {
  return messagesOf(book).find(({ messageId }) => toHex(messageId) === id)
}

/** Parts of it that wait. */
export function partsLeft({ waiting, parts }: BookMessage): number {
  return Array.from({ length: parts }, (_, index) => index).filter((at) => hasBit(waiting, at))
    .length
}

/** Every part has left, or may have. */
export function isGone({ tried, parts }: BookMessage): boolean {
  return tried === allBits(parts)
}

/**
 * The book, small enough for a vault. What gives room, in this order: cuts of messages that have
 * left whole, the oldest first; then the oldest of the thread. What waits, and what holds a seed,
 * stays. PosternError 'vault-full' when that is too much. (P4)
 */
export function fittingBook(book: Book): Book {
  const over = encodeBook(book).length - MAX_VAULT_CONTENT_BYTES
  const shorter = lighter(book.entries, over, withoutCut)
  const { entries, over: left } = lighter(shorter.entries, shorter.over, withoutOld)
  if (left > 0) throw new PosternError('vault-full')
  return { ...book, entries }
}

/** PosternError 'message-too-long' or 'outbox-full', before anything is queued. (S6) */
export function checkRoom(book: Book, parameters: Parameters, parts: number): void {
  if (parts > parameters.maxFragments) throw new PosternError('message-too-long')
  if (parts > bookRoom(book, parameters)) throw new PosternError('outbox-full')
}

/** How many parts the outbox still takes. */
export function bookRoom(book: Book, { maxOutboxFragments }: Parameters): number {
  const waiting = messagesOf(book).reduce((sum, one) => sum + partsLeft(one), 0)
  return Math.max(0, maxOutboxFragments - waiting)
}

function nameOf(entry: BookEntry): string {
  return toHex(entry.kind === 'sent' ? entry.messageId : entry.replyId)
}

function united(one: BookEntry, other: BookEntry | undefined): BookEntry {
  if (one.kind !== 'sent' || other?.kind !== 'sent') return one
  const indexes = Array.from({ length: one.parts }, (_, index) => index)
  const where = (test: (index: number) => boolean): number =>
    indexes.filter(test).reduce((bits, index) => bits + 2 ** index, 0)
  return {
    ...one,
    waiting: where((at) => hasBit(one.waiting, at) && hasBit(other.waiting, at)),
    tried: where((at) => hasBit(one.tried, at) || hasBit(other.tried, at)),
    arrived: one.arrived || other.arrived,
  }
}

function laterAttempt(a: Attempts | null, b: Attempts | null): Attempts | null {
  if (a === null || b === null) return a ?? b
  return a.interval > b.interval ? a : b
}

/** From the oldest on, as long as so many bytes are too many. */
function lighter(
  entries: readonly BookEntry[],
  tooMany: number,
  change: (entry: BookEntry) => BookEntry | null,
): { readonly entries: readonly BookEntry[]; readonly over: number } {
  let over = tooMany
  const kept = entries.flatMap((entry) => {
    const less = over > 0 ? change(entry) : entry
    if (less === entry) return entry
    over -= encodeEntry(entry).length - (less ? encodeEntry(less).length : 0)
    return less ?? []
  })
  return { entries: kept, over }
}

function withoutCut(entry: BookEntry): BookEntry {
  const mayLose = entry.kind === 'sent' && entry.waiting === 0 && entry.bytes.length > 0
  return mayLose ? { ...entry, bytes: new Uint8Array() } : entry
}

function withoutOld(entry: BookEntry): BookEntry | null {
  const mayGo = entry.kind === 'reply' || (entry.waiting === 0 && entry.seed === null)
  return mayGo ? null : entry
}

function followed(entry: BookEntry, by: BookMessage): BookEntry {
  const isBefore = entry.kind === 'sent' && entry.arrived && entry.followedBy === 0
  return isBefore && equalBytes(entry.deskId, by.deskId) ? { ...entry, followedBy: by.made } : entry
}

function withoutOldSeed(entry: BookEntry, book: Book): BookEntry {
  if (entry.kind === 'reply' || entry.seed === null || entry.followedBy === 0) return entry
  const isOver = messagesOf(book).some(
    (one) => one.arrived && one.made >= entry.followedBy && equalBytes(one.deskId, entry.deskId),
  )
  return isOver ? { ...entry, seed: null } : entry
}

function changed(book: Book, id: string, change: (one: BookMessage) => BookMessage): Book {
  const entries = book.entries.map((one) =>
    one.kind === 'sent' && toHex(one.messageId) === id ? change(one) : one,
  )
  return { ...book, entries }
}

function partOf({ messageId, parts, bytes }: BookMessage, index: number): FragmentPart {
  const body = bytes.subarray(index * FRAGMENT_BODY_BYTES, (index + 1) * FRAGMENT_BODY_BYTES)
  return { messageId, index, count: parts, body }
}

/** As unsigned numbers, up to 32 of them. */
function allBits(count: number): number {
  return 2 ** count - 1
}

function hasBit(bits: number, index: number): boolean {
  return Math.floor(bits / 2 ** index) % 2 === 1
}

function withBit(bits: number, index: number): number {
  return hasBit(bits, index) ? bits : bits + 2 ** index
}

function withoutBit(bits: number, index: number): number {
  return hasBit(bits, index) ? bits - 2 ** index : bits
}
