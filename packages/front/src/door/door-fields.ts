import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { MAX_ATTACHMENTS, MAX_TEXT_BYTES } from '@postern/protocol'
import type { DoorTrouble } from '@postern/site/door'

/** A file as it came, whole and in memory. */
export interface DoorFile {
  /** As her machine called it. */
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What a form brought, or what is wrong with it; `text` as far as it came. */
export interface DoorFields {
  readonly values: ReadonlyMap<string, string>
  readonly files: readonly DoorFile[]
  readonly trouble: DoorTrouble | null
}

/** Before packing: more does not fit a message, however well it is packed (S6). */
const MOST_BODY_BYTES = 4_194_304 + MAX_TEXT_BYTES
/** So much more is read and thrown away, so that she gets a sentence and not a broken line. */
const MOST_DRAINED_BYTES = 33_554_432
const MOST_FIELDS = 8

const LIMITS = {
  fieldNameSize: 16,
  fieldSize: MAX_TEXT_BYTES,
  fields: MOST_FIELDS,
  files: MAX_ATTACHMENTS,
  parts: MOST_FIELDS + MAX_ATTACHMENTS + 1,
  headerPairs: 8,
  headerSize: 2_048,
}

/**
 * Reads a form as it arrives, in memory and nowhere else, within bounds. What is wrong with it is
 * found out once and ends the reading; the rest of the body is thrown away.
 */
export async function readFields(request: Request): Promise<DoorFields> {
  const reading = Reading.of(request.headers.get('content-type') ?? '')
  if (reading === null) return { values: new Map(), files: [], trouble: 'not-whole' }
  let length = 0
  for await (const part of request.body ?? []) {
    length += part.length
    if (length > MOST_DRAINED_BYTES) break
    if (length > MOST_BODY_BYTES) reading.stop('too-large')
    else await reading.take(part)
  }
  return await reading.end()
}

/** One form being read; after the first trouble nothing more is looked at or kept. */
class Reading {
  readonly #busboy: Busboy
  readonly #values = new Map<string, string>()
  readonly #files: DoorFile[] = []
  readonly #ended: Promise<void>
  #trouble: DoorTrouble | null = null

  private constructor(busboy: Busboy) {
    this.#busboy = busboy
    this.#ended = new Promise((resolve) => {
      busboy.on('finish', resolve)
      busboy.on('error', () => {
        this.stop('not-whole')
        resolve()
      })
    })
    busboy.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut) this.stop('not-whole')
      if (valueCut) this.stop('text-too-long')
      this.#values.set(name, value)
    })
    busboy.on('file', (_field, stream, name, _encoding, mediaType) =>
      this.#readFile(stream, name, mediaType),
    )
    busboy.on('filesLimit', () => this.stop('too-many-files'))
    for (const bound of ['fieldsLimit', 'partsLimit'] as const)
      busboy.on(bound, () => this.stop('not-whole'))
  }

  static of(contentType: string): Reading | null {
    try {
      return new Reading(new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS }))
    } catch {
      return null
    }
  }

  async take(part: Uint8Array): Promise<void> {
    if (this.#trouble === null || this.#trouble === 'too-many-files')
      await new Promise<void>((resolve) => this.#busboy.write(part, () => resolve()))
  }

  stop(trouble: DoorTrouble): void {
    this.#trouble ??= trouble
    this.#files.length = 0
  }

  async end(): Promise<DoorFields> {
    if (this.#trouble === null) {
      this.#busboy.end()
      await this.#ended
    } else this.#busboy.destroy()
    return { values: this.#values, files: this.#files, trouble: this.#trouble }
  }

  /** A field for files that was left empty comes as one file without a name or a byte. */
  #readFile(stream: Readable, name: string | undefined, mediaType: string): void {
    const parts: Uint8Array[] = []
    stream.on('data', (part: Uint8Array) => {
      if (this.#trouble === null) parts.push(part)
    })
    stream.on('error', () => this.stop('not-whole'))
    stream.on('end', () => {
      const bytes = new Uint8Array(Buffer.concat(parts))
      if (this.#trouble === null && (bytes.length > 0 || name))
        this.#files.push({ name: name ?? '', mediaType, bytes })
    })
  }
}
