import {
  decodeLaneReference,
  displayName,
  type LaneReference,
  PosternError,
} from '@postern/protocol'
import { button, element, foreignText } from './element.ts'
import type { LoadFile } from './file-view.ts'
import { fill, type Messages } from './messages.ts'

/** Gives a large file piece by piece, and throws when it is not what the source sent. */
export type OpenLane = (reference: LaneReference) => AsyncIterable<Uint8Array>

/** Its own folder in the browser's storage of this page; emptied before each use. */
const FOLDER = 'large-files'
const ERASE_AFTER_MS = 600_000

/**
 * A large file that came by the fast lane: what it is, and one button that fetches it, opens it piece
 * by piece onto the disk, checks its hash and only then saves it. (O12)
 */
export function laneView(
  words: Messages,
  language: string,
  number: number,
  load: LoadFile,
  open: OpenLane,
): HTMLElement {
  const status = element('p', { className: 'file-status' })
  status.setAttribute('role', 'status')
  const name = foreignText('bdi', 'file-name', '')
  const fetchIt = async (): Promise<void> => {
    const bytes = await load()
    if (bytes === null) return void (status.textContent = words.fileAbsent)
    const reference = decodeLaneReference(bytes)
    name.textContent = displayName(reference.name)
    const say = (done: number): void => {
      const percent = Math.floor((100 * done) / reference.bytes)
      status.textContent = fill(words.laneProgress, percent.toLocaleString(language))
    }
    await saveStream(open(reference), `file-${number}.bin`, say)
    status.textContent = words.hashFits
  }
  const pressed = (): void => {
    act.disabled = true
    void fetchIt()
      .catch((error: unknown) => (status.textContent = words[troubleOf(error)]))
      .finally(() => (act.disabled = false))
  }
  const act = button(words.laneFetch, pressed)
  return element(
    'section',
    { className: 'file' },
    element('h4', {}, fill(words.file, number)),
    element('p', { className: 'file-facts' }, words.laneWhat),
    name,
    element('div', { className: 'acts' }, act),
    status,
  )
}

function troubleOf(error: unknown): keyof Messages {
  const code = error instanceof PosternError ? error.code : ''
  if (code === 'lane-absent') return 'laneAbsent'
  return code === 'lane-changed' || code === 'lane-differs' ? 'hashDiffers' : 'laneFailed'
}

/** Writes to the disk as it comes, and offers the file only when all of it has come. */
async function saveStream(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  say: (done: number) => void,
): Promise<void> {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined)
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  const kept = await folder.getFileHandle(name, { create: true })
  const writer = await kept.createWritable()
  let done = 0
  try {
    for await (const piece of pieces) {
      await writer.write(Uint8Array.from(piece))
      done += piece.length
      say(done)
    }
    await writer.close()
  } catch (error) {
    await writer.abort().catch(() => undefined)
    await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined)
    throw error
  }
  offer(await kept.getFile(), name)
  setTimeout(() => void root.removeEntry(FOLDER, { recursive: true }), ERASE_AFTER_MS)
}

function offer(file: File, name: string): void {
  const address = URL.createObjectURL(file)
  element('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), ERASE_AFTER_MS)
}
