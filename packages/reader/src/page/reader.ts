import type { LineEnd } from '../client/line.ts'
import { startKeeper } from './keeper-worker.ts'
import { startPress } from './press-worker.ts'
import { startPage } from './start-page.ts'
import { KEEPER_NAME } from './workers.ts'

/** One file for the page and both workers: where there is no document, the name tells which. */
if (typeof document === 'undefined') {
  const scope = globalThis as unknown as LineEnd & { readonly name: string }
  if (scope.name === KEEPER_NAME) startKeeper(scope)
  else startPress(scope)
} else startPage()
