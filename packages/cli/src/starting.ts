import { setTimeout as sleep } from 'node:timers/promises'

/** What the parts say while their neighbours are not up yet; later the same is worth saying. */
const OF_STARTING: readonly string[] = [
  'publisher-silent',
  'front-silent',
  'mix-silent',
  'desk-silent',
  'door-closed',
  'documents-refused',
]
/** The first statement takes two or three seconds; after this the person is told all the same. */
const PATIENCE_MS = 30_000
const LOOK_MS = 200

/** The time from the first process to the open door. */
export class Starting {
  #over = false

  end(): void {
    this.#over = true
  }

  /** True for a notice that belongs to starting and means nothing. */
  isPart(code: string): boolean {
    return !this.#over && OF_STARTING.includes(code)
  }
}

/** Resolves when the front serves `/now`: then there is a statement, and cover can be made. */
export async function doorOpen(front: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
    const response = await fetch(`${front}/now`).catch(() => null)
    await response?.body?.cancel()
    if (response?.status === 200) return
    await sleep(LOOK_MS)
  }
}
