import { PosternError } from '@postern/protocol/error'
import { kindOf } from './file-kind.ts'
import { plainGif } from './gif-blocks.ts'
import type { Job } from './job.ts'
import { plainJpeg } from './jpeg-segments.ts'
import { cleanMedia } from './media.ts'
import { plainPng } from './png-chunks.ts'
import { plainSvg } from './svg.ts'

/**
 * A picture or film inside a paper, without what it says beside itself and without being encoded
 * anew. Other things (fonts, drawings in older forms) stay as they are. Throws PosternError 'damaged'.
 */
export async function plainEmbedded(bytes: Uint8Array, job: Job): Promise<Uint8Array> {
  if (kindOf(bytes) === 'media') return (await cleanMedia(new Blob([bytes.slice()]), job)).bytes
  const plain = plainFor(bytes)
  const made = plain === null ? bytes : plain(bytes)
  if (made === null) throw new PosternError('damaged')
  return made
}

function plainFor([first, second, third]: Uint8Array):
  ((bytes: Uint8Array) => Uint8Array | null) | null {
  if (first === 0xff && second === 0xd8) return plainJpeg
  if (first === 0x89 && second === 0x50) return plainPng
  if (first === 0x47 && second === 0x49 && third === 0x46) return plainGif
  return first === 0x3c ? plainSvg : null
}
