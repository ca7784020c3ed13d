import { Encrypter } from 'age-encryption'
import { makeZip } from 'client-zip'
import type { BagFile } from './bag.ts'

/**
 * The bag as one ZIP in a folder of this name, sealed with age to all of these recipients
 * (`age1…`, or `age1pq1…` for the hybrid ones). Streams; holds no file whole. Throws Error when a
 * recipient is none.
 */
export async function sealedBag(
  folder: string,
  files: AsyncIterable<BagFile>,
  recipients: readonly string[],
  atMs: number,
): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return await encrypter.encrypt(makeZip(entriesOf(folder, files, new Date(atMs))))
}

/** Whether somebody can be sealed to by this. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

interface Entry {
  readonly name: string
  readonly lastModified: Date
  readonly input: AsyncIterable<Uint8Array>
}

async function* entriesOf(
  folder: string,
  files: AsyncIterable<BagFile>,
  lastModified: Date,
): AsyncGenerator<Entry> {
  for await (const { path, bytes } of files)
    yield { name: `${folder}/${path}`, lastModified, input: bytes }
}
