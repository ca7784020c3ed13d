// npm run check: format, lint, types, unused code and unit tests, in under a minute.
import { check } from './check-steps.mjs'
import { ensureInstalled } from './install.mjs'
import { finish } from './steps.mjs'

ensureInstalled()
finish([await check()])
