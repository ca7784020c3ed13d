import type { Keeper } from '../client/keeper.ts'
import { Line } from '../client/line.ts'
import { CleanerLine } from './cleaner-line.ts'
import type { PagePress } from './press-worker.ts'
import { ownScript } from './trusted-types.ts'

export interface Workers {
  readonly keeper: Line<KeeperCalls>
  readonly press: Line<PagePress>
  readonly cleaner: CleanerLine
  /** Both run, or one died. Before that the document fetches nothing, so that their files come first. */
  readonly up: Promise<unknown>
}

/** The keeper's public methods, as calls. */
type KeeperCalls = Pick<Keeper, keyof Keeper>

export const KEEPER_NAME = 'postern-keeper'
const PRESS_NAME = 'postern-press'

/** Starts both workers, as every page does, whoever reads it and whatever for. (V6) */
export function startWorkers(whenOneDies: () => void): Workers {
  const channel = new MessageChannel()
  const start = (name: string, port: MessagePort): Worker => {
    const worker = new Worker(ownScript(), { type: 'module', name })
    worker.postMessage(port, [port])
    return worker
  }
  const ends = [start(KEEPER_NAME, channel.port1), start(PRESS_NAME, channel.port2)] as const
  const workers = {
    keeper: new Line<KeeperCalls>(ends[0]),
    press: new Line<PagePress>(ends[1]),
    cleaner: new CleanerLine(),
    up: Promise.all(ends.map(firstWord)),
  }
  for (const end of ends)
    end.addEventListener('error', () => {
      workers.keeper.cut()
      workers.press.cut()
      whenOneDies()
    })
  return workers
}

/** The first thing that a worker says is that it runs; what it never says is said by its end. */
function firstWord(end: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    end.addEventListener('message', resolve, { once: true })
    end.addEventListener('error', resolve, { once: true })
  })
}
