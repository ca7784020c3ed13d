import {
  admit,
  Assembly,
  type KemKey,
  MemoryReplaySet,
  type OpenedEnvelope,
  type OpenedItem,
  openItem,
  type OpeningRules,
  type ReplaySet,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'

/** Mix 1's steps between input and output, as built or with one defence out. */
export interface MixSteps {
  readonly name: string
  /** One input batch in, what goes on to the next stage out. */
  take(cells: readonly Uint8Array[]): readonly Uint8Array[]
  /** The process is stopped and started: what was not on disk is gone. */
  restart(): void
}

type Open = (cell: Uint8Array) => OpenedItem | null

/** What every system opens with: the production step. */
export const openWith =
  (key: KemKey, rules: OpeningRules): Open =>
  (cell) =>
    openItem(nativeSuite, key, rules, cell)

/** As built: `enc` is entered, after opening, in a set that outlives the process. (M3, M4) */
export function stepsAsBuilt(open: Open): MixSteps {
  const onDisk = new MemoryReplaySet()
  return {
    name: 'as built',
    take: (cells) => admit(onDisk, cells.map(open)).items,
    restart: () => undefined,
  }
}

/** Another stamp makes another cell on the wire, and the same one inside. */
export function keyedOnWireBytes(open: Open): MixSteps {
  const set = new MemoryReplaySet()
  const keyed = (cell: Uint8Array): OpenedItem | null => {
    const opened = open(cell)
    return opened && { ...opened, replayKey: nativeSuite.sha256(cell) }
  }
  return {
    name: 'set keyed on wire bytes',
    take: (cells) => admit(set, cells.map(keyed)).items,
    restart: () => undefined,
  }
}

/** A garbled copy burns the true cell. */
export function enteredBeforeOpening(open: Open): MixSteps {
  const set = new MemoryReplaySet()
  const encOf = (cell: Uint8Array): Uint8Array => nativeSuite.sha256(cell.subarray(12, 1_132))
  return {
    name: 'entered before opening',
    take: (cells) =>
      cells.flatMap((cell) => (set.addIfNew(encOf(cell)) ? (open(cell)?.inner ?? []) : [])),
    restart: () => undefined,
  }
}

export function lostAtRestart(open: Open): MixSteps {
  let set: ReplaySet = new MemoryReplaySet()
  return {
    name: 'lost at restart',
    take: (cells) => admit(set, cells.map(open)).items,
    restart: () => {
      set = new MemoryReplaySet()
    },
  }
}

/** How many messages a desk shows for what it opened; a malicious mix 2 sends envelopes twice. */
export interface DeskSteps {
  readonly name: string
  readonly show: (opened: readonly OpenedEnvelope[]) => number
}

export const deskAsBuilt: DeskSteps = {
  name: 'as built, at the desk',
  show: (opened) => {
    const assembly = new Assembly()
    return opened.filter((one) => assembly.admit(nativeSuite, one).kind === 'whole').length
  },
}

/** Every envelope that opens and is whole by itself is shown. */
export const deskWithoutSet: DeskSteps = {
  name: 'no set at the desk',
  show: (opened) =>
    opened.filter((one) => new Assembly().admit(nativeSuite, one).kind === 'whole').length,
}
