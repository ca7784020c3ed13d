import type { NoticeCode } from './log-event.ts'
import type { Log } from './log.ts'

/**
 * What a person has to do something about, each said once when it begins and again only after it
 * was over. Set at any time, said on the tick alone: no line's time tells of an arrival.
 */
export class Notices {
  readonly #log: Log
  readonly #holds = new Set<NoticeCode>()
  readonly #said = new Set<NoticeCode>()

  constructor(log: Log) {
    this.#log = log
  }

  set(code: NoticeCode, holds: boolean): void {
    if (holds) this.#holds.add(code)
    else this.#holds.delete(code)
  }

  say(): void {
    for (const code of this.#said) if (!this.#holds.has(code)) this.#said.delete(code)
    for (const code of this.#holds) {
      if (this.#said.has(code)) continue
      this.#said.add(code)
      this.#log.say({ event: 'notice', code })
    }
  }
}
