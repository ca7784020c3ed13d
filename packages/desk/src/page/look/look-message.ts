/** What the page asks of the frame in which a paper is looked at. */
export type LookRequest =
  | { readonly kind: 'open'; readonly paper: PaperKind; readonly bytes: Uint8Array }
  | { readonly kind: 'page'; readonly number: number }

/** Papers that can be shown as pictures. */
export type PaperKind = 'pdf' | 'docx' | 'xlsx' | 'odt' | 'ods'

/** Why a paper is not shown: known to this version, or not. */
const LOOK_TROUBLES = ['damaged', 'locked', 'too-large', 'entities', 'empty'] as const
export type LookTrouble = (typeof LOOK_TROUBLES)[number]

/** What the frame answers. Nothing of it is believed before `readAnswer` has looked at it. */
export type LookAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened'; readonly pages: number }
  | { readonly kind: 'page'; readonly number: number; readonly picture: Picture }
  | { readonly kind: 'trouble'; readonly why: LookTrouble }

/** Pixels, four bytes each, row by row. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

export const MOST_PAGES = 500
/** On one side of a page. */
export const MOST_SIDE = 2_000

/** What is in form; null for everything else: the frame may be anybody's by now. */
export function readAnswer(data: unknown): LookAnswer | null {
  const kind = fieldOf(data, 'kind')
  if (kind === 'ready') return { kind }
  if (kind === 'opened') {
    const pages = wholeIn(fieldOf(data, 'pages'), MOST_PAGES)
    return pages === null ? null : { kind, pages }
  }
  if (kind === 'trouble') {
    const why = LOOK_TROUBLES.find((one) => one === fieldOf(data, 'why'))
    return why === undefined ? null : { kind, why }
  }
  if (kind !== 'page') return null
  const number = wholeIn(fieldOf(data, 'number'), MOST_PAGES)
  const picture = readPicture(fieldOf(data, 'picture'))
  return number === null || picture === null ? null : { kind, number, picture }
}

function readPicture(data: unknown): Picture | null {
  const width = wholeIn(fieldOf(data, 'width'), MOST_SIDE)
  const height = wholeIn(fieldOf(data, 'height'), MOST_SIDE)
  const pixels = fieldOf(data, 'pixels')
  if (width === null || height === null || !isPixels(pixels)) return null
  return pixels.length === width * height * 4 ? { width, height, pixels } : null
}

function isPixels(value: unknown): value is Uint8ClampedArray<ArrayBuffer> {
  return value instanceof Uint8ClampedArray && value.buffer instanceof ArrayBuffer
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined
}

function wholeIn(value: unknown, most: number): number | null {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most
    ? Number(value)
    : null
}
