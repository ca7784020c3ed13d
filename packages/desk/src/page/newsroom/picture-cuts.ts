import type { PictureFormat } from '@postern/site/records'

/** Widths that pages ask for: a telephone, a column, a column on a fine screen. */
const WIDTHS = [480, 960, 1_600]

export const FORMATS: readonly PictureFormat[] = ['avif', 'webp', 'jpeg']

/** In hundredths, each by its own encoder's scale. */
export const QUALITY: Readonly<Record<PictureFormat, number>> = { avif: 50, webp: 74, jpeg: 78 }

/** A small file that unpacks to more is not cut. */
export const MOST_PIXELS = 100_000_000

/** The sizes of a picture's cuts, never larger than it is. */
export function cutSizes(width: number, height: number): { width: number; height: number }[] {
  const widest = WIDTHS.at(-1) ?? width
  const smaller = WIDTHS.filter((one) => one < width)
  const widths = width <= widest ? [...smaller, width] : WIDTHS
  return widths.map((one) => ({
    width: one,
    height: Math.max(1, Math.round((height * one) / width)),
  }))
}

/** What the worker is asked. */
export interface CutRequest {
  readonly file: Blob
}

/** What it says: how far it is, one cut after the other, and at last the whole picture's size. */
export type CutAnswer =
  | {
      readonly kind: 'cut'
      readonly format: PictureFormat
      readonly width: number
      readonly height: number
      readonly bytes: Uint8Array
      readonly done: number
      readonly of: number
    }
  | { readonly kind: 'whole'; readonly width: number; readonly height: number }
  | { readonly kind: 'no-picture' }
