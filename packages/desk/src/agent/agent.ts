import { equalBytes, PosternError } from '@postern/protocol'
import { type Log, Notices } from '@postern/runtime'
import type { DeskMember } from '../member/desk-member.ts'
import { encodeKeyring, type Keyring } from '../member/keyring.ts'

export interface AgentParts {
  readonly member: DeskMember
  readonly log: Log
  /** Keeps the keyring when something in it was forgotten; durable on return. (M9) */
  readonly keep: (keyring: Keyring) => Promise<void>
}

export interface Agent {
  tick(): Promise<void>
}

/**
 * A desk's agent: takes in drops, keeps trays and keys going, and says nothing of his own. All he
 * knows is in the log, so he may be killed at any moment and run in several places.
 */
export function createAgent({ member, log, keep }: AgentParts): Agent {
  const notices = new Notices(log)
  let kept = encodeKeyring(member.keyring)
  return {
    tick: async () => {
      await countFailure(log, () => member.tick())
      notices.set(
        'desk-drops-unopened',
        member.rooms.some((room) => room.isLate),
      )
      notices.say()
      const now = encodeKeyring(member.keyring)
      if (equalBytes(now, kept)) return
      await keep(member.keyring)
      kept = now
      log.count('key-erased')
    },
  }
}

/** A desk server that cannot be reached is met again at the next tick. */
async function countFailure(log: Log, tick: () => Promise<void>): Promise<void> {
  try {
    await tick()
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    log.count(error.code === 'desk-refused' ? 'session-refused' : 'pull-failed')
  }
}
