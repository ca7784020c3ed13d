import type { DoorTrouble } from './door-messages.ts'

/** What the form shows after a request; made by the front, for one answer, and forgotten. */
export interface DoorView {
  readonly trouble: DoorTroubleSaid | null
  readonly step: DoorStep
  /** What one message takes. */
  readonly most: { readonly files: number; readonly bytes: number }
}

export interface DoorTroubleSaid {
  readonly kind: DoorTrouble
  readonly values: Readonly<Record<string, string | number>>
}

/** `sealed` travels in a hidden field and opens in the front's memory alone. */
export type DoorStep =
  | { readonly step: 'start'; readonly text: string }
  | { readonly step: 'words'; readonly words: readonly string[]; readonly sealed: string }
  | { readonly step: 'type'; readonly sealed: string }
  | ({ readonly step: 'thread' } & DoorThread)

export interface DoorThread {
  readonly sealed: string
  readonly desks: readonly DoorDesk[]
  /** Of the desk that was chosen before, or empty. */
  readonly chosen: string
  readonly text: string
  readonly answers: readonly { readonly desk: string; readonly text: string }[]
  readonly received: readonly { readonly desk: string; readonly count: number }[]
  /** Of the message that was just sent. */
  readonly sentParts: number | null
}

export interface DoorDesk {
  /** Lower-case hex. */
  readonly id: string
  readonly title: string
  readonly description: string
}
