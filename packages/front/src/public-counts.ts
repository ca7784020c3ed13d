import { PosternError } from '@postern/protocol'
import type { Peer } from '@postern/runtime'
import { type Answer, answer } from './answer.ts'
import { getDocument } from './get-document.ts'

const PATH = '/counts'

/**
 * The day counts of front and mixes as the publisher lays them side by side, for watchers (M10).
 * No client fetches them, and no document names them; they may be missing.
 */
export class PublicCounts {
  #answer: Answer | null = null

  answer(target: string): Answer | null {
    return target === PATH ? this.#answer : null
  }

  async pull(publisher: Peer): Promise<void> {
    try {
      const body = await getDocument(publisher, PATH)
      const type = 'application/json'
      this.#answer = answer({ status: 200, type, keeping: 'no-store', body })
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
    }
  }
}
