import { element } from './element.ts'

/** Its own folder in the browser's storage of this page; emptied before each use. */
const FOLDER = 'large-files'
const ERASE_AFTER_MS = 600_000

/** Writes to the disk as it comes, and offers the file only when all of it has come. */
export async function saveStream(
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
