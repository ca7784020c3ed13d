import { join } from 'node:path'
import {
  admit,
  decodeMessage,
  joinMessage,
  keepEnvelopes,
  MemoryReplaySet,
  type Message,
  openForDesk,
  openItem,
  type Statement,
  toHex,
} from '@postern/protocol'
import { nativeArgon2id, nativeSuite } from '@postern/runtime'
import { demonstration, packSite, renderSite } from '@postern/site'
import type { Front } from '../src/front.ts'
import { LaneStore } from '../src/lane/lane-store.ts'
import { processFolder } from './fresh-folder.ts'
import { ONION } from './door-visitor.ts'
import { Press } from './press.ts'

/** Room for large files: 24 chunks. */
const LANE_BYTES = 24 * 1_048_576
const SCRIPT = { name: 'reader-0.js', bytes: new Uint8Array(1), type: 'text/javascript' }
const CLEANER = { ...SCRIPT, name: 'cleaner-0.js' }

interface DoorScene {
  /** The second desk has no title, so that letters go to it. */
  readonly hasLetterDesk?: boolean
  readonly languages?: readonly string[]
}

/** A front that is an onion service too, with the demonstration's pages and a door that is open. */
export async function openDoor(
  seed: string,
  { hasLetterDesk = false, languages = demonstration().languages }: DoorScene = {},
): Promise<{ press: Press; front: Front; statement: Statement }> {
  const press = new Press(seed)
  press.hasLetterDesk = hasLetterDesk
  await laySite(press, languages)
  const statement = press.publish()
  press.say([statement])
  const lane = await LaneStore.open(join(processFolder(), 'lane'), LANE_BYTES)
  const front = await press.front({ onion: { host: ONION, argon2id: nativeArgon2id, lane } })
  return { press, front, statement }
}

async function laySite(press: Press, languages: readonly string[]): Promise<void> {
  const options = {
    script: SCRIPT,
    cleaner: CLEANER,
    composer: () => '',
    rehearsal: true,
    origin: 'https://paper.test',
    onion: ONION,
  }
  const records = { ...demonstration(), languages }
  const { manifest, files } = await packSite(await renderSite(records, options))
  for (const [name, bytes] of files) await press.site.put(name, bytes)
  await press.site.put('manifest', new TextEncoder().encode(JSON.stringify(manifest)))
}

/** The whole messages that the first desk finds in the intake, after both mixes, by conversation. */
export async function messagesAt(
  press: Press,
  statement: Statement,
): Promise<Map<string, Message[]>> {
  const { made, intake } = press
  const { cells } = await intake.read(statement.number, 0, 10_000)
  const each = Array.from({ length: cells.length / 16_384 }, (_, at) =>
    cells.subarray(at * 16_384, (at + 1) * 16_384),
  )
  const rules = { epoch: statement.number, statementHash: statement.hash, stampBits: 4 }
  const opened = each.map((cell) =>
    openItem(nativeSuite, made.mixKeys[0], { ...rules, role: 'mix-1' }, cell),
  )
  const { items } = admit(new MemoryReplaySet(), opened)
  const second = items.map((item) =>
    openItem(nativeSuite, made.mixKeys[1], { ...rules, role: 'mix-2' }, item),
  )
  const envelopes = keepEnvelopes(admit(new MemoryReplaySet(), second).items)
  const [desk] = made.desks
  const fragments = envelopes.flatMap((envelope, position) => {
    const keys = [{ key: desk.key, statementHash: statement.hash }]
    const identity = { organisation: made.id, deskId: desk.id }
    const found = openForDesk(nativeSuite, identity, keys, envelope, { drop: 1, position })
    return found ? [found.fragment] : []
  })
  const byMessage = Map.groupBy(fragments, ({ messageId }) => toHex(messageId))
  const messages = new Map<string, Message[]>()
  for (const parts of byMessage.values()) {
    const once = parts.filter((part, at) => parts.findIndex((p) => p.index === part.index) === at)
    const whole = joinMessage(nativeSuite, once)
    const author = toHex(parts[0]?.conversationKey ?? new Uint8Array(0))
    if (whole !== null)
      messages.set(author, [
        ...(messages.get(author) ?? []),
        decodeMessage(nativeSuite, whole, statement.parameters.maxInflatedBytes),
      ])
  }
  return messages
}
