import type { LineEnd } from '../client/line.ts'
import { startKeeper } from './keeper-worker.ts'
import { startPress } from './press-worker.ts'
import { KEEPER_NAME } from './workers.ts'

/** What the client's file does in a worker: the name tells in which. */
const scope: unknown = globalThis
if (isWorkerScope(scope)) startWorker(scope)

/** Its first word tells the page that it runs. */
function startWorker(worker: LineEnd & { readonly name: string }): void {
  const start = worker.name === KEEPER_NAME ? startKeeper : startPress
  start(worker)
  worker.postMessage('up', [])
}

function isWorkerScope(there: unknown): there is LineEnd & { readonly name: string } {
  return typeof there === 'object' && there !== null && 'name' in there && 'postMessage' in there
}
