import { type MixRole, PosternError } from '@postern/protocol'
import { isDiskFull, type Log, type NoticeCode, type Notices } from '@postern/runtime'

/** The parts of a mix's tick. */
export type Part = 'documents' | 'keys' | 'signing' | 'batches'

type Failure = Extract<
  NoticeCode,
  | 'batch-lost'
  | 'batch-refused'
  | 'clock-off'
  | 'disk-full'
  | 'documents-refused'
  | 'draft-refused'
  | 'front-silent'
  | 'mix-silent'
  | 'publisher-silent'
  | 'second-batch'
  | 'state-restored'
>

/** Failures that have a sentence of their own; every other one is that of a peer. */
const OWN_SENTENCE: readonly Failure[] = [
  'batch-lost',
  'batch-refused',
  'disk-full',
  'draft-refused',
  'second-batch',
  'state-restored',
]

const SILENCES: readonly Failure[] = ['front-silent', 'mix-silent', 'publisher-silent']

const ALL: readonly Failure[] = [...OWN_SENTENCE, ...SILENCES, 'clock-off', 'documents-refused']

/** What went wrong in one tick, and the sentence that the operator gets for it. */
export class Failures {
  readonly #role: MixRole
  readonly #found = new Set<Failure>()

  constructor(role: MixRole) {
    this.#role = role
  }

  add(failure: Failure): void {
    this.#found.add(failure)
  }

  has(failure: Failure): boolean {
    return this.#found.has(failure)
  }

  /** Runs a part; an expected failure is kept, every other error goes on. */
  async collect(part: Part, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const code = codeOf(error)
      if (code === null) throw error
      this.#found.add(this.#sentenceFor(part, code))
    }
  }

  report(log: Log, notices: Notices): void {
    log.count('pull-failed', SILENCES.filter((silence) => this.#found.has(silence)).length)
    for (const failure of ALL) notices.set(failure, this.#found.has(failure))
    notices.say()
  }

  #sentenceFor(part: Part, code: string): Failure {
    const own = OWN_SENTENCE.find((one) => one === code)
    if (own !== undefined) return own
    if (code === 'document-refused') return 'documents-refused'
    if (part !== 'batches') return 'publisher-silent'
    return this.#role === 'mix-1' ? 'front-silent' : 'mix-silent'
  }
}

/** The code of an expected failure: ours, or the one disk failure that passes by itself. */
function codeOf(error: unknown): string | null {
  if (error instanceof PosternError) return error.code
  return isDiskFull(error) ? 'disk-full' : null
}
