// What `npm run check` looks at, cheapest first.
import { changedTests } from './changed-tests.mjs'
import { addCounts, compiler, runCheck, runVitest } from './steps.mjs'

/** `whole`: all unit tests; else those that the changes since main can break. */
export async function check({ whole }) {
  const still = await Promise.all([
    runCheck('format', 'prettier', ['--check', '--cache', '--log-level=warn', '.']),
    runCheck('types', 'tsc', compiler('tsconfig.json')),
    runCheck('types of the browser halves', 'tsc', compiler('tsconfig.browser.json')),
    runCheck('lint', 'oxlint', ['--type-aware', '--deny-warnings', '.']),
    runCheck('unused code', 'knip', []),
    runCheck('languages', 'node', ['tests/src/languages/main.ts']),
  ])
  return addCounts([...still, await runVitest('unit tests', 'unit', whole ? [] : changedTests())])
}
