import { PosternError } from '@postern/protocol'
import * as z from 'zod'
import { nameForm } from './block.ts'
import { issueOf } from './issue.ts'

export type PictureFormat = 'avif' | 'webp' | 'jpeg'

/** One size of a picture in one format, as it is served. */
export interface PictureCut {
  readonly format: PictureFormat
  readonly width: number
  readonly height: number
  /** Name of its bytes in the blob store: their content hash. */
  readonly file: string
}

/** A picture of the site: uploaded once, re-encoded, nothing of its metadata kept. */
export interface Picture {
  readonly picture: string
  readonly width: number
  readonly height: number
  /** What must stay in sight when it is cropped, in hundredths from the top left. */
  readonly focus: { readonly x: number; readonly y: number }
  readonly cuts: readonly PictureCut[]
}

const size = z.int().min(1).max(16_384)
const share = z.number().min(0).max(100)

export const pictureForm: z.ZodType<Picture> = z.strictObject({
  picture: nameForm,
  width: size,
  height: size,
  focus: z.strictObject({ x: share, y: share }),
  cuts: z.array(
    z.strictObject({
      format: z.enum(['avif', 'webp', 'jpeg']),
      width: size,
      height: size,
      file: z.string().regex(/^[0-9a-f]{16}$/),
    }),
  ),
})

/** PosternError('bad-picture') with one sentence for what is no picture of the site. */
export function checkPicture(value: unknown): Picture {
  const read = pictureForm.safeParse(value)
  if (read.success) return read.data
  throw new PosternError('bad-picture', issueOf('the picture', read.error))
}
