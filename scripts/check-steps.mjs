// What `npm run check` looks at, cheapest first.
import { addCounts, runCheck, runVitest } from './steps.mjs'

export async function check() {
  const still = await Promise.all([
    runCheck('format', 'prettier', ['--check', '--cache', '--log-level=warn', '.']),
    runCheck('types', 'tsc', ['-p', 'tsconfig.json']),
    runCheck('types of the browser halves', 'tsc', ['-p', 'tsconfig.browser.json']),
    runCheck('lint', 'oxlint', ['--type-aware', '--deny-warnings', '.']),
    runCheck('unused code', 'knip', []),
    runCheck('languages', 'node', ['tests/src/languages/main.ts']),
  ])
  return addCounts([...still, await runVitest('unit tests', 'unit')])
}
