// npm run screens: each step of the composer in each language, looked at by the browser tests, as pictures.
import { join } from 'node:path'
import { ensureInstalled, ROOT } from './install.mjs'
import { runChild } from './steps.mjs'

ensureInstalled()
process.env.POSTERN_SHOTS = join(ROOT, 'docs', 'screens', 'steps')
const tests = 'packages/reader/test/page/steps.browser.ts'
const { status } = await runChild('vitest', ['run', '--project', 'browser', tests])
process.exitCode = status
