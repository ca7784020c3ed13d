import { PosternError, fromUtf8, utf8 } from '@postern/protocol'
import { readSecretFile, writeFileDurably } from '@postern/runtime'
import type { MixState } from './mix-state.ts'

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
  read(): Promise<Marks>
  /** Raises what is lower; durable on return. */
  raise(marks: Marks): Promise<void>
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
}

/** A file of two numbers: `<batch> <signed>`. */
export class FileMarker implements Marker {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async read(): Promise<Marks> {
    const bytes = await readSecretFile(this.#path)
    if (bytes === null) return NONE
    const [batch, signed] = fromUtf8(bytes).trim().split(' ').map(Number)
    if (!Number.isSafeInteger(batch) || !Number.isSafeInteger(signed)) throw restored()
    return { batch: batch ?? 0, signed: signed ?? 0 }
  }

  async raise(marks: Marks): Promise<void> {
    const { batch, signed } = higher(await this.read(), marks)
    await writeFileDurably(this.#path, utf8(`${batch} ${signed}\n`))
  }
}

/** Throws PosternError 'state-restored' when the state is older than the marker knows. */
export async function refuseOlderState(state: MixState, marker: Marker): Promise<void> {
  const marks = await marker.read()
  const last = (await state.lastBatch())?.number ?? 0
  if (last < marks.batch) throw restored()
  if (marks.signed > 0 && (await state.signature(marks.signed)) === null) throw restored()
}

function higher(a: Marks, b: Marks): Marks {
  return { batch: Math.max(a.batch, b.batch), signed: Math.max(a.signed, b.signed) }
}

function restored(): PosternError {
  return new PosternError(
    'state-restored',
    'the state of this mix is older than what it has already published, as after restoring a ' +
      'backup; running it would open cells twice, so it does not start: set up the mix anew',
  )
}
