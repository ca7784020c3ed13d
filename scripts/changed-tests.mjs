// Which unit tests a change can break: vitest follows the imports from the files that changed.
import { spawnSync } from 'node:child_process'
import { ROOT } from './install.mjs'

// Imported by no test, and able to break any.
const OF_EVERYTHING =
  /^(?:package(?:-lock)?\.json|tsconfig.*|vitest\.config\.ts|vectors\/.*|spec\/.*)$/

/** Arguments for vitest: none, which means all tests, where main cannot be compared with. */
export function changedTests() {
  const files = git('diff', '--name-only', 'main...HEAD') && changedFiles()
  if (!files || files.length === 0 || files.some((file) => OF_EVERYTHING.test(file))) return []
  return ['--changed', 'main', '--passWithNoTests']
}

function changedFiles() {
  const lists = [
    git('diff', '--name-only', 'main...HEAD'),
    git('diff', '--name-only', 'HEAD'),
    git('ls-files', '--others', '--exclude-standard'),
  ]
  return lists.flatMap((list) => (list?.text ?? '').split('\n').filter(Boolean))
}

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? { text: stdout } : null
}
