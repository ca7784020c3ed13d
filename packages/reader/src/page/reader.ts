import type { LineEnd } from '../client/line.ts'
import { startKeeper } from './keeper-worker.ts'
import { startPress } from './press-worker.ts'
import { startPage } from './start-page.ts'
import { KEEPER_NAME } from './workers.ts'

/** One file for the page and both workers: where there is no document, the name tells which. */
if (typeof document === 'undefined') {
  const scope: unknown = globalThis
  if (isWorkerScope(scope)) startWorker(scope)
} else startPage()

/** Its first word tells the page that it runs. */
function startWorker(scope: LineEnd & { readonly name: string }): void {
  const start = scope.name === KEEPER_NAME ? startKeeper : startPress
  start(scope)
  scope.postMessage('up', [])
}

function isWorkerScope(scope: unknown): scope is LineEnd & { readonly name: string } {
  return typeof scope === 'object' && scope !== null && 'name' in scope && 'postMessage' in scope
}
