import { CELL_BYTES, PosternError } from '@postern/protocol'
import type { CellTicket } from '../client/keeper.ts'
import { browserRandom } from './browser-env.ts'
import type { Beat } from './beat.ts'
import type { Composer } from './composer.ts'
import { fetchDocument, postCell } from './network.ts'
import { ViewMaking } from './view-making.ts'
import type { Workers } from './workers.ts'

/** From the page's arrival: to its cell leaving, and the files with it; fixed in both columns. (V3, V4) */
const SEND_AFTER_MS = 1_000
/** To the file that cleans: it comes after them in every browser. */
const CLEANER_AFTER_MS = 1_200

/**
 * One page view, the same for every reader, story, language and intent: `/now` and what is new
 * (V2), the cell one second after the page came (V3), then the file that cleans, the composer
 * and the files (V4). Nothing that a person does takes part in it. What is fetched after the moment is
 * known before it and asked for with the cell: drawing a thread and writing the vault take longer for
 * some, and nothing on the line may wait for them. It ends when the page is left, and resolves once the
 * last of its requests is answered.
 */
export async function pageView(
  workers: Workers,
  composer: Composer,
  beat: Beat,
  left: AbortSignal,
): Promise<void> {
  const look = (): Promise<unknown> => workers.keeper.call('begin').catch(passOver)
  const document = (path: string): Promise<Uint8Array | null> => fetchDocument(path, left)
  const making = new ViewMaking({ ...workers, document, beat, pause, look }, left)
  const ended = making.make().catch(passOver)
  await beat.at(SEND_AFTER_MS)
  if (left.aborted) return
  void sendCell(workers, making.made).then(() => showDoor(composer, left))
  const areKnown = making.areFilesKnown
  const fetched = making.files.then(async (paths) => {
    if (!areKnown) await beat.at(SEND_AFTER_MS)
    const files = fetchFiles(workers, paths, left)
    await beat.at(CLEANER_AFTER_MS)
    workers.cleaner.start()
    await files
  })
  void workers.keeper.call('vaultMoment').catch(passOver)
  await ended
  await showDoor(composer, left)
  await fetched
  void showDoor(composer, left)
}

/** V3: an attempt is recorded before the cell goes, and counts whatever is answered. */
async function sendCell({ keeper }: Workers, made: CellTicket | null): Promise<void> {
  if (made === null) {
    await postCell(browserRandom(CELL_BYTES))
    return
  }
  const recorded = keeper.call('posted', made.ticket)
  const taken = await postCell(made.cell)
  await recorded.then(() => keeper.call('answered', made.ticket, taken)).catch(passOver)
}

/** V4: the recent drop if it is new, and one day that is lacking; neither waits for the other. */
async function fetchFiles(
  { keeper }: Workers,
  paths: readonly string[],
  left: AbortSignal,
): Promise<void> {
  const fetchFile = async (path: string): Promise<void> => {
    const bytes = left.aborted ? null : await fetchDocument(path, left)
    if (bytes !== null && !left.aborted) await keeper.call('takeFile', path, bytes).catch(passOver)
  }
  await Promise.all(paths.map(fetchFile))
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function showDoor(composer: Composer, left: AbortSignal): Promise<void> {
  if (left.aborted) return
  await composer.refresh().then(() => composer.wake(), passOver)
  void composer.search().catch(passOver)
}

/** A worker that died has its own sentence; the page view goes on alike. */
export function passOver(error: unknown): void {
  if (!(error instanceof PosternError)) throw error
}
