// npm run screens: each step of the composer in each language, and pages of the paper and the editor in English and Persian,
// looked at by the browser tests, as pictures.
import { join } from 'node:path'
import { ensureInstalled, ROOT } from './install.mjs'
import { runChild } from './steps.mjs'

ensureInstalled()
const PICTURES = {
  steps: 'packages/reader/test/page/steps.browser.ts',
  pages: 'tests/browser/pages.browser.ts',
  editor: 'tests/browser/stories.browser.ts',
}
for (const [folder, tests] of Object.entries(PICTURES)) {
  process.env.POSTERN_SHOTS = join(ROOT, 'docs', 'screens', folder)
  const { status } = await runChild('vitest', ['run', '--project', 'browser', tests])
  process.exitCode ||= status
}
