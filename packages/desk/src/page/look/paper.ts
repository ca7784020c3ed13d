import { LookError } from './look-error.ts'
import type { Picture } from './look-message.ts'

/** An opened paper, whatever kind it is of. */
export interface Paper {
  /** At least one. */
  readonly pages: number
  /** A page as pixels; the first is 1. Throws LookError. */
  draw(number: number): Promise<Picture>
}

/** What was drawn, as pixels that belong to nobody. */
export function pixelsOf(context: CanvasRenderingContext2D): Picture {
  const { width, height } = context.canvas
  return { width, height, pixels: context.getImageData(0, 0, width, height).data }
}

/** White paper of this size, in pixels. Throws LookError when the browser has no room for it. */
export function blankPage(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.floor(width))
  canvas.height = Math.max(1, Math.floor(height))
  const context = canvas.getContext('2d')
  if (context === null) throw new LookError('too-large')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  return context
}
