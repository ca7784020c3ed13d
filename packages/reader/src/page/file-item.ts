import { type Attachment, displayName } from '@postern/protocol'
import type { Line } from '../client/line.ts'
import { type CleanedSize, CLEANED_SIZES } from './clean-picture.ts'
import type { PagePress, Prepared } from './press-worker.ts'
import type { Sentence } from './speaker.ts'

export type FileChoice = CleanedSize | 'original'

export function isFileChoice(value: string): value is FileChoice {
  return value === 'original' || CLEANED_SIZES.some((size) => size === value)
}

/** One chosen file, from the moment it is picked until it is attached or taken out. */
export interface FileItem {
  readonly key: number
  readonly file: File
  /** Safe to show. */
  readonly shown: string
  readonly state: 'reading' | 'ready' | 'attached' | 'refused'
  /** What the person must know before attaching: that it cannot be cleaned, or why it is refused. */
  readonly notice: Sentence | null
  readonly choices: ReadonlyMap<FileChoice, Prepared>
  readonly chosen: FileChoice
  readonly keepName: boolean
}

/** Inflated, with room for the text beside it. */
export const MAX_FILE_BYTES = 3_900_000
const MAX_PICTURE_BYTES = 64_000_000
const PICTURE = /^image\/(?:jpeg|png|webp)$/
const PICTURE_NAME = /\.(?:jpe?g|png|webp)$/i
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/
const NAME_CHARACTERS = 60

export function pickedFile(key: number, file: File): FileItem {
  return {
    key,
    file,
    shown: displayName(file.name),
    state: 'reading',
    notice: null,
    choices: new Map(),
    chosen: 'original',
    keepName: false,
  }
}

/** Prepares every way in which the file could go, so that each can be shown with its cost. */
export async function readFile(
  press: Line<PagePress>,
  item: FileItem,
  sizeText: (bytes: number) => string,
): Promise<FileItem> {
  const refused = refusal(item, sizeText)
  if (refused !== null) return { ...item, state: 'refused', notice: refused }
  try {
    return settled(item, await choicesOf(press, item), sizeText)
  } catch {
    return { ...item, state: 'refused', notice: about(item, 'fileUnreadable') }
  }
}

/** The attachment as it travels; null before a choice is ready. */
export function attachmentOf(item: FileItem): Attachment | null {
  const prepared = item.choices.get(item.chosen)
  if (prepared === undefined) return null
  const isCleaned = item.chosen !== 'original'
  return {
    name: travellingName(item),
    mediaType: isCleaned ? 'image/jpeg' : mediaTypeOf(item.file),
    bytes: prepared.bytes,
    sha256: prepared.sha256,
    kind: isCleaned ? 'cleaned' : 'original',
  }
}

/** A number and a plain ending, unless the name is kept on purpose. */
export function travellingName({ key, file, chosen, keepName }: FileItem): string {
  const isCleaned = chosen !== 'original'
  const ending = /\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0].toLowerCase() ?? ''
  if (!keepName) return isCleaned ? `picture-${key}.jpg` : `file-${key}${ending}`
  const stem = displayName(file.name.slice(0, file.name.length - ending.length))
  return `${Array.from(stem).slice(0, NAME_CHARACTERS).join('')}${isCleaned ? '.jpg' : ending}`
}

async function choicesOf(
  press: Line<PagePress>,
  { file }: FileItem,
): Promise<Map<FileChoice, Prepared>> {
  const choices = new Map<FileChoice, Prepared>()
  for (const size of isPicture(file) ? CLEANED_SIZES : []) {
    const cleaned = await press.call('clean', file, size)
    if (cleaned !== null) choices.set(size, cleaned)
  }
  if (file.size <= MAX_FILE_BYTES) choices.set('original', await press.call('prepare', file))
  return choices
}

function settled(
  item: FileItem,
  choices: FileItem['choices'],
  sizeText: (bytes: number) => string,
): FileItem {
  const isClean = choices.has('medium')
  if (choices.size === 0) return { ...item, state: 'refused', notice: tooLarge(item, sizeText) }
  return {
    ...item,
    choices,
    state: 'ready',
    chosen: isClean ? 'medium' : 'original',
    notice: isClean ? null : about(item, isPicture(item.file) ? 'pictureLies' : 'cannotClean'),
  }
}

function refusal(item: FileItem, sizeText: (bytes: number) => string): Sentence | null {
  const { size } = item.file
  if (size === 0) return about(item, 'fileEmpty')
  const most = isPicture(item.file) ? MAX_PICTURE_BYTES : MAX_FILE_BYTES
  return size > most ? tooLarge(item, sizeText) : null
}

function tooLarge({ shown, file }: FileItem, sizeText: (bytes: number) => string): Sentence {
  const values = { name: shown, size: sizeText(file.size), max: sizeText(MAX_FILE_BYTES) }
  return { key: 'fileTooLarge', values }
}

function about(
  { shown }: FileItem,
  key: 'fileEmpty' | 'fileUnreadable' | 'pictureLies' | 'cannotClean',
): Sentence {
  return { key, values: { name: shown } }
}

function isPicture(file: File): boolean {
  return PICTURE.test(file.type) || PICTURE_NAME.test(file.name)
}

function mediaTypeOf(file: File): string {
  return MEDIA_TYPE.test(file.type) ? file.type : 'application/octet-stream'
}
