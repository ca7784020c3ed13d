import { PosternError } from '@postern/protocol/error'

/** How far one file is: `of` is 0 while it is not known how much there is. */
export interface Progress {
  readonly unit: 'page' | 'percent'
  readonly done: number
  readonly of: number
}

/** A picture can go in three sizes, anything else in one. */
export type CleanedChoice = 'fine' | 'medium' | 'small' | 'cleaned'

/** A file in the shape in which it may travel: nothing in it but what it shows. */
export interface CleanedFile {
  readonly choice: CleanedChoice
  /** What it was found to be, by its own bytes. */
  readonly kind: 'picture' | 'pdf' | 'paper' | 'recording' | 'text'
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** With its dot. */
  readonly ending: string
}

/** One file being cleaned: says how far it is, and ends early when it is taken out. */
export class Job {
  readonly #tell: (progress: Progress) => void
  #stopped = false

  constructor(tell: (progress: Progress) => void = () => {}) {
    this.#tell = tell
  }

  stop(): void {
    this.#stopped = true
  }

  /**
   * Between two pieces of the work: lets messages in. Throws PosternError 'stopped' once the file
   * has been taken out.
   */
  async reach(progress: Progress): Promise<void> {
    this.#tell(progress)
    await new Promise((resolve) => setTimeout(resolve))
    if (this.#stopped) throw new PosternError('stopped')
  }
}
