import {
  decodeLaneReference,
  displayName,
  type LaneReference,
  PosternError,
} from '@postern/protocol'
import { button, element, foreignText } from './element.ts'
import type { LoadFile } from './file-view.ts'
import { fill, type Messages } from './messages.ts'
import { saveStream } from './save-stream.ts'

/** Gives a large file piece by piece, and throws when it is not what the source sent. */
export type OpenLane = (reference: LaneReference) => AsyncIterable<Uint8Array>

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
