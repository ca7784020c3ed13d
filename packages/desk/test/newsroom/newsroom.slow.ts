import { seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { expect, it } from 'vitest'
import { Newsroom } from '../../src/newsroom/newsroom.ts'
import { SitePress } from '../../src/newsroom/site-press.ts'
import { open, OPTIONS, records, served } from './room.ts'

it('killed at any write while publishing, the rendering before is whole, and the next start ends it', async () => {
  for (let kill = 0; kill < 12; kill++) {
    const { files, newsroom, store, print } = await open()
    files.putsLeft = kill
    await print().catch(() => undefined)
    files.putsLeft = Infinity
    const found = await SitePress.open(nativeSuite, files, OPTIONS)
    const again = new Newsroom({
      env: seededEnv('again', nativeSuite),
      config: { staff: [], watchedWords: [] },
      store,
      press: found,
      records,
    })
    await served(newsroom)
    await served(again)
    await again.publish()
    expect((await served(again)).page).toContain('Marta K.')
  }
})
