import type { Picture, PictureCut } from '@postern/site/records'
import type { StoryClient } from '../../member/story-client.ts'
import { pictureWorker } from '../trusted-types.ts'
import type { CutAnswer, CutRequest } from './picture-cuts.ts'

/**
 * Cuts a picture and hands its cuts over one by one; `progress` tells how many of how many are kept.
 * Null for a file that this browser cannot read as a picture.
 */
export async function makePicture(
  client: StoryClient,
  file: Blob,
  progress: (done: number, of: number) => void,
): Promise<Omit<Picture, 'picture' | 'focus'> | null> {
  const worker = new Worker(pictureWorker(), { type: 'module', name: 'pictures' })
  try {
    return await new Promise((resolve, reject) => {
      const cuts: Promise<PictureCut>[] = []
      const keep = async (cut: Extract<CutAnswer, { kind: 'cut' }>): Promise<PictureCut> => {
        const { format, width, height, bytes, done, of } = cut
        const name = await client.keepCut(bytes)
        progress(done, of)
        return { format, width, height, file: name }
      }
      const finish = async ({ width, height }: { width: number; height: number }): Promise<void> =>
        resolve({ width, height, cuts: await Promise.all(cuts) })
      worker.addEventListener('error', () => resolve(null))
      worker.addEventListener('message', ({ data }: MessageEvent<CutAnswer>) => {
        if (data.kind === 'no-picture') return resolve(null)
        if (data.kind === 'cut') return void cuts.push(keep(data))
        void finish(data).catch(reject)
      })
      worker.postMessage({ file } satisfies CutRequest, [])
    })
  } finally {
    worker.terminate()
  }
}
