import type { LineEnd } from '../client/line.ts'
import { startKeeper } from './keeper-worker.ts'
import { startPress } from './press-worker.ts'
import { startPage } from './start-page.ts'
import { KEEPER_NAME } from './workers.ts'

/** One file for the page and both workers: where there is no document, the name tells which. */
if (typeof document === 'undefined') {
  const scope: unknown = globalThis
  if (isWorkerScope(scope)) (scope.name === KEEPER_NAME ? startKeeper : startPress)(scope)
} else startPage()

function isWorkerScope(scope: unknown): scope is LineEnd & { readonly name: string } {
  return typeof scope === 'object' && scope !== null && 'name' in scope && 'postMessage' in scope
}
