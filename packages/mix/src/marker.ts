import { fromUtf8, utf8 } from '@postern/protocol'
import { readSecretFile, writeFileDurably } from '@postern/runtime'

/** The highest numbers that this mix has used. They only ever rise. */
export interface Marks {
  readonly batch: number
  readonly signed: number
}

/**
 * Stands beside the state, not in it, so that a state put back from a backup is noticed: it knows
 * less than the marker. ("Never restore a mix from a backup within an epoch", M8.)
 */
export interface Marker {
  /** Null when it cannot be read: then nothing is known of the state's age. */
  read(): Promise<Marks | null>
  /** Raises what is lower; durable on return. */
  raise(marks: Marks): Promise<void>
  /** After a mix has started over. */
  reset(marks: Marks): Promise<void>
}

const NONE: Marks = { batch: 0, signed: 0 }

/** For tests and the simulator. */
export class MemoryMarker implements Marker {
  #marks = NONE

  async read(): Promise<Marks> {
    return this.#marks
  }

  async raise(marks: Marks): Promise<void> {
    this.#marks = higher(this.#marks, marks)
  }

  async reset(marks: Marks): Promise<void> {
    this.#marks = marks
  }
}

/**
 * A file of two numbers: `<batch> <signed>`. Whoever puts a whole mix back writes anything else into
 * it, because nothing in the folder then tells that it is old.
 */
export class FileMarker implements Marker {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async read(): Promise<Marks | null> {
    const bytes = await readSecretFile(this.#path)
    if (bytes === null) return NONE
    const [, batch, signed] = /^(\d{1,15}) (\d{1,15})\n$/.exec(textOf(bytes)) ?? []
    if (batch === undefined || signed === undefined) return null
    return { batch: Number(batch), signed: Number(signed) }
  }

  async raise(marks: Marks): Promise<void> {
    await this.reset(higher((await this.read()) ?? NONE, marks))
  }

  async reset({ batch, signed }: Marks): Promise<void> {
    await writeFileDurably(this.#path, utf8(`${batch} ${signed}\n`))
  }
}

function higher(a: Marks, b: Marks): Marks {
  return { batch: Math.max(a.batch, b.batch), signed: Math.max(a.signed, b.signed) }
}

/** No text at all is no numbers either. */
function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    return ''
  }
}
