import { expect, it } from 'vitest'
import { open, opened, served } from './room.ts'

it('killed at any write while publishing, the rendering before is whole, and the next start ends it', async () => {
  for (let kill = 0; kill < 12; kill++) {
    const { files, newsroom, store, print } = await open()
    files.putsLeft = kill
    await print().catch(() => undefined)
    files.putsLeft = Infinity
    const again = await opened(files, store, { staff: [], watchedWords: [] })
    await served(newsroom)
    await served(again)
    await again.publish()
    expect((await served(again)).page).toContain('Marta K.')
  }
})
