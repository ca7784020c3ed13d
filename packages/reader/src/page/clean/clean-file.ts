import { PosternError } from '@postern/protocol/error'
import { HEAD_BYTES, kindOf } from './file-kind.ts'
import type { CleanedFile, Job } from './job.ts'
import { cleanMedia } from './media.ts'
import { cleanOffice } from './office.ts'
import { TYPES_PATH } from './office-types.ts'
import { cleanOpenDocument } from './open-document.ts'
import { unpackParts } from './package-parts.ts'
import { cleanPdf } from './pdf.ts'
import { cleanPicture } from './picture.ts'
import { cleanText } from './plain-text.ts'

/** Nothing larger is read into memory. */
const MOST_BYTES = 64_000_000

/**
 * Cleans a file as what its own bytes say it is. Throws PosternError 'unknown-kind', 'heic',
 * 'undecodable', 'damaged', 'locked', 'too-large', 'too-long' or 'stopped'.
 */
export async function cleanFile(file: Blob, job: Job): Promise<readonly CleanedFile[]> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const kind = kindOf(head)
  if (kind === 'unknown') throw new PosternError('unknown-kind')
  if (kind === 'locked-office') throw new PosternError('locked')
  if (file.size > MOST_BYTES) throw new PosternError('too-large')
  await job.reach({ unit: 'percent', done: 0, of: 100 })
  const whole = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer())
  switch (kind) {
    case 'picture':
    case 'heic':
      return cleanPicture(file, head, job).catch((error: unknown) => {
        const isUnread = error instanceof PosternError && error.code === 'undecodable'
        throw kind === 'heic' && isUnread ? new PosternError('heic') : error
      })
    case 'pdf':
      return [await cleanPdf(await whole(), job)]
    case 'text':
      return [cleanText(await whole())]
    case 'media':
      return [await cleanMedia(file, job)]
    default:
      return [await cleanPackage(await whole(), job)]
  }
}

function cleanPackage(bytes: Uint8Array, job: Job): Promise<CleanedFile> {
  const parts = unpackParts(bytes)
  if (parts.has(TYPES_PATH)) return cleanOffice(parts, job)
  if (parts.has('mimetype')) return cleanOpenDocument(parts, job)
  throw new PosternError('unknown-kind')
}
