import { toHex } from '@postern/protocol'
import type { MemberInvited, RecoveryHelped } from './enrolment-event.ts'
import type { LoggedEvent } from './log-reader.ts'

/** One who was asked in, and by whom. */
export interface Invitation {
  readonly facts: MemberInvited
  readonly by: Uint8Array
  readonly atMs: number
}

/** One colleague's help for a member who could not open his keyring. */
export interface Help {
  readonly facts: RecoveryHelped
  readonly by: Uint8Array
  readonly atMs: number
}

/** Who was asked in and has not come, and who was let in again by whom. */
export class Enrolment {
  /** By the invitation's id in hex. */
  readonly invitations: Map<string, Invitation> = new Map()
  readonly helps: Help[] = []

  apply({ event: { body, author, atMs } }: LoggedEvent): boolean {
    switch (body.kind) {
      case 'member-invited':
        if (this.invitations.has(toHex(body.invitation))) return false
        this.invitations.set(toHex(body.invitation), { facts: body, by: author, atMs })
        return true
      case 'invitation-withdrawn':
        return this.invitations.delete(toHex(body.invitation))
      case 'recovery-helped':
        return this.helps.push({ facts: body, by: author, atMs }) > 0
      default:
        return false
    }
  }

  /** Whoever comes by the name of an invitation has used it up. */
  joined(name: string): void {
    for (const [id, { facts }] of this.invitations)
      if (facts.name === name) this.invitations.delete(id)
  }

  /** The desk's key is turned: what was offered before is worth nothing. */
  end(): void {
    this.invitations.clear()
  }

  /** Not used, not withdrawn and not over. */
  open(nowMs: number): Invitation[] {
    return [...this.invitations.values()].filter(({ facts }) => facts.untilMs > nowMs)
  }
}
