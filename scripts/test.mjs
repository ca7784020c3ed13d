// npm test: installs what is missing, then every suite in its short form; ends with the count.
import { check } from './check-steps.mjs'
import { ensureInstalled } from './install.mjs'
import { finish, runCounted, runVitest } from './steps.mjs'
import { ensureSystemPackages } from './system.mjs'

ensureInstalled()
ensureSystemPackages()
finish([
  await check({ whole: true }),
  await runCounted('games, short form', 'packages/games/src/main.ts', ['--short']),
  await runVitest('slow unit tests', 'slow'),
  await runVitest('real processes', 'process'),
  await runVitest('real browser', 'browser'),
  await runCounted('profile game, short form', 'tests/src/profile-game/main.ts', ['--short']),
  await runCounted('journey', 'tests/src/journey/main.ts'),
  await runCounted('desk journey', 'tests/src/desk-journey/main.ts'),
  await runCounted('onion address', 'tests/src/onion/main.ts'),
  await runCounted('traffic, short form', 'tests/src/traffic/main.ts', ['--short']),
  await runCounted('budget', 'tests/src/budget/main.ts'),
])
