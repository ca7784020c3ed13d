// npm run check: format, lint, types, unused code, and the unit tests that the changes since main can
// break; `-- --all` for all of them.
import { check } from './check-steps.mjs'
import { ensureInstalled } from './install.mjs'
import { finish } from './steps.mjs'

ensureInstalled()
finish([await check({ whole: process.argv.includes('--all') })])
