import type { Case, Casebook } from '@postern/casework'
import { dayTree, speaksOf } from '@postern/evidence'
import type { Env } from '@postern/protocol'
import type { CaseWork } from './case-work.ts'
import type { DeskClient } from './desk-client.ts'

interface StampKeeperParts {
  readonly env: Env
  readonly client: DeskClient
  readonly cases: CaseWork
}

const DAY_MS = 86_400_000
const AGAIN_AFTER_MS = 3_600_000

/**
 * Once a day a handler has one root stamped: over the custody logs of all cases that he reads, as they
 * stand. On days without any, and of handlers without cases, it is over chance, so that the request says
 * nothing of cases. (RFC 3161)
 */
export class StampKeeper {
  readonly #parts: StampKeeperParts
  #day = -1
  #notBeforeMs = 0

  constructor(parts: StampKeeperParts) {
    this.#parts = parts
  }

  /** By the tick; asks when the day's root is due. */
  async keep(casebook: Casebook): Promise<void> {
    const { env, client, cases } = this.#parts
    const nowMs = env.nowMs()
    const day = Math.floor(nowMs / DAY_MS)
    if (day === this.#day || nowMs < this.#notBeforeMs) return
    const logs = [...casebook.cases.values()].flatMap((held) =>
      isDue(held) ? [{ key: held, custody: held.file?.content.custody ?? [] }] : [],
    )
    const { root, stamps } = dayTree(env, day, logs)
    const answer = await client.timeStamp(root)
    this.#notBeforeMs = nowMs + AGAIN_AFTER_MS
    if (answer === null || !speaksOf(answer, root)) return
    this.#day = day
    for (const { key, stamp } of stamps) cases.tell(key, 'file', { ...stamp, answer })
  }
}

/** Something stands in its custody log that no stamp covers. */
function isDue({ file, docket }: Case): boolean {
  if (file === null || docket.disposed !== null) return false
  const covered = Math.max(0, ...file.content.stamps.map(({ facts }) => facts.events))
  return file.content.custody.length > covered
}
