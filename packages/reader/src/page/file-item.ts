import { type Attachment, displayName, PosternError } from '@postern/protocol'
import type { Custody } from '../client/keeper-view.ts'
import type { CleanedChoice, CleanedFile, Progress } from './clean/job.ts'
import type { Prepared } from './press-worker.ts'
import type { Sentence } from './speaker.ts'
import type { Workers } from './workers.ts'

export type FileChoice = CleanedChoice | 'original' | 'sealed'

/** One way in which a file could go, ready to travel. */
export interface Way extends Prepared {
  readonly mediaType: string
  /** With its dot; empty when there is none. */
  readonly ending: string
}

/** One chosen file, from the moment it is picked until it is attached or taken out. */
export interface FileItem {
  readonly key: number
  readonly file: File
  /** Safe to show. */
  readonly shown: string
  readonly state: 'reading' | 'ready' | 'attached' | 'refused'
  /** Null before the cleaner has said anything. */
  readonly progress: Progress | null
  /** What it was found to be; null when it was not cleaned. */
  readonly kind: CleanedFile['kind'] | null
  /** What the person must know before attaching: that it cannot be cleaned, or why it is refused. */
  readonly notice: Sentence | null
  readonly choices: ReadonlyMap<FileChoice, Way>
  readonly chosen: FileChoice
  readonly keepName: boolean
}

/** Inflated, with room for the text beside it. */
export const MAX_FILE_BYTES = 3_900_000
const CHOICES: readonly FileChoice[] = ['medium', 'cleaned', 'fine', 'small', 'original', 'sealed']
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/
const NAME_CHARACTERS = 60
/** The field that an attachment has for its name. */
const ORIGINAL_NAME_BYTES = 255

export function isFileChoice(value: string): value is FileChoice {
  return CHOICES.some((choice) => choice === value)
}

export function pickedFile(key: number, file: File): FileItem {
  return {
    key,
    file,
    shown: displayName(file.name),
    state: 'reading',
    progress: null,
    kind: null,
    notice: null,
    choices: new Map(),
    chosen: 'original',
    keepName: false,
  }
}

/** The list with one of its files changed; the same when it has no such file. */
export function replaced(
  files: readonly FileItem[],
  key: number,
  change: Partial<FileItem>,
): readonly FileItem[] {
  return files.map((one) => (one.key === key ? { ...one, ...change } : one))
}

/**
 * Prepares every way in which the file could go, so that each can be shown with its cost.
 * @param custody of the desk that it is for; null when that takes no originals sealed for two
 */
export async function readFile(
  workers: Pick<Workers, 'cleaner' | 'press'>,
  item: FileItem,
  custody: Custody | null,
  tell: (progress: Progress) => void,
  sizeText: (bytes: number) => string,
): Promise<FileItem> {
  if (item.file.size === 0) return refused(item, { key: 'fileEmpty', values: { name: item.shown } })
  try {
    const cleaned = await cleanedOrWhy(workers, item, tell)
    return settled(item, cleaned, await choicesOf(workers, item, cleaned, custody), sizeText)
  } catch {
    return refused(item, { key: 'fileUnreadable', values: { name: item.shown } })
  }
}

/** The attachment as it travels; null before a choice is ready. */
export function attachmentOf(item: FileItem): Attachment | null {
  const way = item.choices.get(item.chosen)
  if (way === undefined) return null
  const { mediaType, bytes, sha256 } = way
  return { name: travellingName(item), mediaType, bytes, sha256, kind: COPIES[item.chosen] }
}

/** What it is, a number and an ending, unless the name is kept on purpose. */
export function travellingName({ key, file, kind, chosen, choices, keepName }: FileItem): string {
  const ending = choices.get(chosen)?.ending ?? ''
  if (chosen === 'sealed') return `sealed-${key}`
  if (!keepName) return `${chosen === 'original' ? 'file' : STEMS[kind ?? 'paper']}-${key}${ending}`
  const stem = displayName(file.name.slice(0, file.name.length - endingOf(file).length))
  return `${Array.from(stem).slice(0, NAME_CHARACTERS).join('')}${ending}`
}

const COPIES = {
  fine: 'cleaned',
  medium: 'cleaned',
  small: 'cleaned',
  cleaned: 'cleaned',
  original: 'original',
  sealed: 'sealed-for-two',
} as const

const STEMS = {
  picture: 'picture',
  pdf: 'paper',
  paper: 'paper',
  recording: 'recording',
  text: 'text',
} as const

/** Why a file was not cleaned, by the code that said so. */
const WHY = {
  'unknown-kind': 'cannotClean',
  heic: 'heicKept',
  undecodable: 'cannotOpen',
  damaged: 'fileDamaged',
  locked: 'fileLocked',
  'too-large': 'tooMuchToClean',
  'too-long': 'tooMuchToClean',
  'not-here': 'cleanerAbsent',
  'worker-died': 'cleanerDied',
} as const

type Why = (typeof WHY)[keyof typeof WHY]
type Cleaned = readonly CleanedFile[] | Why

async function cleanedOrWhy(
  { cleaner }: Pick<Workers, 'cleaner'>,
  { key, file }: FileItem,
  tell: (progress: Progress) => void,
): Promise<Cleaned> {
  try {
    return await cleaner.clean(key, file, tell)
  } catch (error) {
    const code = error instanceof PosternError ? error.code : ''
    if (code === 'stopped') throw error
    return isReason(code) ? WHY[code] : 'cleanerDied'
  }
}

function isReason(code: string): code is keyof typeof WHY {
  return code in WHY
}

async function choicesOf(
  { press }: Pick<Workers, 'press'>,
  { file }: FileItem,
  cleaned: Cleaned,
  custody: Custody | null,
): Promise<Map<FileChoice, Way>> {
  const choices = new Map<FileChoice, Way>()
  for (const { choice, bytes, mediaType, ending } of typeof cleaned === 'string' ? [] : cleaned)
    if (bytes.length <= MAX_FILE_BYTES) {
      const prepared = await press.call('prepare', new Blob([Uint8Array.from(bytes)]))
      choices.set(choice, { ...prepared, mediaType, ending })
    }
  if (file.size <= MAX_FILE_BYTES) {
    const prepared = await press.call('prepare', file)
    choices.set('original', { ...prepared, mediaType: mediaTypeOf(file), ending: endingOf(file) })
    if (custody !== null) choices.set('sealed', await sealedWay(press, file, custody))
  }
  return choices
}

/** Outside it says neither what it is nor what it was called. */
async function sealedWay(press: Workers['press'], file: File, custody: Custody): Promise<Way> {
  const name = shortened(file.name, ORIGINAL_NAME_BYTES)
  const prepared = await press.call('sealForTwo', file, name, mediaTypeOf(file), custody)
  return { ...prepared, mediaType: 'application/octet-stream', ending: '' }
}

/** As many letters of a name as fit its field. */
function shortened(name: string, mostBytes: number): string {
  let kept = ''
  for (const letter of name.toWellFormed()) {
    if (new TextEncoder().encode(kept + letter).length > mostBytes) break
    kept += letter
  }
  return kept
}

function settled(
  item: FileItem,
  cleaned: Cleaned,
  choices: FileItem['choices'],
  sizeText: (bytes: number) => string,
): FileItem {
  const isClean = typeof cleaned !== 'string'
  if (choices.size === 0) return refused(item, tooLarge(item, cleaned, sizeText))
  const kind = isClean ? (cleaned[0]?.kind ?? null) : null
  const chosen = CHOICES.find((choice) => choices.has(choice)) ?? 'original'
  const notice = noticeOf(item, cleaned, chosen, kind)
  return { ...item, state: 'ready', choices, chosen, kind, notice }
}

function noticeOf(
  item: FileItem,
  cleaned: Cleaned,
  chosen: FileChoice,
  kind: FileItem['kind'],
): Sentence | null {
  const values = { name: item.shown }
  if (typeof cleaned === 'string') return { key: cleaned, values }
  if (chosen === 'original') return { key: 'cleanedTooLarge', values }
  return kind !== null && claimedKind(item.file) !== kind && claimedKind(item.file) !== null
    ? { key: 'fileLies', values }
    : null
}

function refused(item: FileItem, notice: Sentence): FileItem {
  return { ...item, state: 'refused', notice }
}

function tooLarge(
  { shown, file }: FileItem,
  cleaned: Cleaned,
  sizeText: (bytes: number) => string,
): Sentence {
  const smallest = typeof cleaned === 'string' ? file.size : smallestOf(cleaned)
  const values = { name: shown, size: sizeText(smallest), max: sizeText(MAX_FILE_BYTES) }
  return { key: 'fileTooLarge', values }
}

function smallestOf(cleaned: readonly CleanedFile[]): number {
  return Math.min(...cleaned.map(({ bytes }) => bytes.length))
}

/** What the name says that the file is; null when it says nothing known. */
function claimedKind(file: File): CleanedFile['kind'] | null {
  const ending = endingOf(file).slice(1)
  return CLAIMS.find(([pattern]) => pattern.test(ending))?.[1] ?? null
}

const CLAIMS = [
  [/^(?:jpe?g|jfif|png|webp|hei[cf]|avif)$/, 'picture'],
  [/^pdf$/, 'pdf'],
  [/^(?:doc[xm]|xls[xm]|ppt[xm]|od[tsp])$/, 'paper'],
  [/^(?:mp4|m4[av]|mov)$/, 'recording'],
  [/^(?:txt|md|csv|log)$/, 'text'],
] as const

function endingOf(file: File): string {
  return /\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0].toLowerCase() ?? ''
}

function mediaTypeOf(file: File): string {
  return MEDIA_TYPE.test(file.type) ? file.type : 'application/octet-stream'
}
