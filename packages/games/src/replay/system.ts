import {
  Casebook,
  type DeskContext,
  encodeBody,
  type EventBody,
  type IntakeLink,
} from '@postern/casework'
import { messageActs, readParts, takeIn } from '@postern/desk'
import {
  admit,
  type Batch,
  type KemKey,
  MemoryReplaySet,
  type OpenedItem,
  openItem,
  type OpeningRules,
  REHEARSAL,
  type ReplaySet,
  type TrustList,
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

/** How many messages a desk shows for these drops; a malicious mix 2 publishes envelopes twice. */
export interface DeskSteps {
  readonly name: string
  readonly show: (at: AtDesk, drops: readonly Batch[]) => Promise<number>
}

/** What a member knows who reads these drops. */
export interface AtDesk {
  readonly context: DeskContext
  readonly link: IntakeLink
  readonly trust: TrustList
}

/** One casebook for all that ever came: a part is taken once, a message shown once. (S5) */
export const deskAsBuilt: DeskSteps = {
  name: 'as built, at the desk',
  show: async (at, drops) => {
    const casebook = casebookOfOne()
    for (const drop of drops) await readIn(at, casebook, drop)
    return messagesIn(casebook)
  },
}

/** What came with one drop is forgotten when the next is read. */
export const deskWithoutSet: DeskSteps = {
  name: 'no set at the desk',
  show: async (at, drops) => {
    let shown = 0
    for (const drop of drops) {
      const casebook = casebookOfOne()
      await readIn(at, casebook, drop)
      shown += messagesIn(casebook)
    }
    return shown
  },
}

/** A member's own steps for one drop: every envelope tried, what is whole put together. */
async function readIn(
  { context, link, trust }: AtDesk,
  casebook: Casebook,
  drop: Batch,
): Promise<void> {
  const taken = await takeIn(nativeSuite, context, link, drop, NO_BREATH)
  for (const act of [...taken.parts, taken.mark]) record(casebook, act)
  const mirror = { batch: () => Promise.resolve(drop) }
  const { maxInflatedBytes } = REHEARSAL
  for (const parts of casebook.assemblable.values()) {
    const reading = { suite: nativeSuite, context, mirror, trust, maxInflatedBytes }
    const [first, read] = [parts[0], await readParts(reading, parts)]
    if (first === undefined || read.kind !== 'read') continue
    for (const act of messageActs(first, parts, read.message)) record(casebook, act)
  }
}

const NO_BREATH = (): Promise<void> => Promise.resolve()
const BYTES_32 = new Uint8Array(32)
const NO_NAME = new Uint8Array(16)

/** With the one member who writes in it. */
function casebookOfOne(): Casebook {
  const casebook = new Casebook()
  const keys = { sealingKey: new Uint8Array(1_216), vouch: new Uint8Array(64) }
  record(casebook, { kind: 'member-joined', name: 'agent', role: 'agent', ...keys })
  return casebook
}

/** As an event of the log: each signed by its own act, so that none is taken for another. */
function record(casebook: Casebook, body: EventBody): void {
  const id = nativeSuite.sha256(encodeBody(body)).subarray(0, 16)
  const seen = { length: 0, hash: BYTES_32 }
  const signed = { author: BYTES_32, strand: new Uint8Array(8), sequence: 0, previous: BYTES_32 }
  const event = { ...signed, id, seen, atMs: 0, leaf: 0, body }
  const kind = body.kind === 'part-taken' ? 'intake' : 'desk'
  const compartment = { kind, id: new Uint8Array(16), keys: [BYTES_32] } as const
  casebook.apply({
    event,
    compartment,
    keyName: NO_NAME,
    hash: BYTES_32,
    bytes: BYTES_32,
    position: 0,
  })
}

function messagesIn({ contacts }: Casebook): number {
  return [...contacts.values()].reduce((sum, { messages }) => sum + messages.length, 0)
}
