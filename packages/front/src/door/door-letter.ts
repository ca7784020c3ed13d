import { setImmediate as breathe } from 'node:timers/promises'
import {
  type Attachment,
  cutMessage,
  encodeMessage,
  type Env,
  FRAGMENT_BODY_BYTES,
  fromHex,
  makeCell,
  utf8,
  type Statement,
} from '@postern/protocol'
import type { DoorFile } from './door-fields.ts'
import type { DoorHouse } from './door-house.ts'
import type { FoundThread } from './door-thread.ts'

/** What she wrote, until it is sealed. */
export interface DoorDraft {
  readonly text: string
  readonly files: readonly DoorFile[]
  readonly keepNames: boolean
}

export type Handed =
  | { readonly kind: 'handed'; readonly parts: number }
  | { readonly kind: 'too-many-parts'; readonly parts: number }
  | { readonly kind: 'closed' }

const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/
const NAME_BYTES = 255

/**
 * Packs a message of type 3, seals each part as every reader's page seals a cell, and hands all of
 * them to the intake, the same way as everyone's. The same message handed twice is one message at
 * the desk (S4, S5); so after `closed` she may simply send it again.
 */
export async function handOver(
  house: DoorHouse,
  statement: Statement,
  thread: FoundThread,
  draft: DoorDraft,
): Promise<Handed> {
  const { env } = house
  const bytes = encodeMessage(env.suite, {
    type: 3,
    seed: thread.secrets.seed,
    content: {
      text: draft.text,
      attachments: attachmentsOf(env, draft),
      exclusions: [],
      answers: new Uint8Array(0),
      read: thread.answers.map(({ id }) => id).slice(-64),
    },
  })
  const count = Math.ceil(bytes.length / FRAGMENT_BODY_BYTES)
  if (count > statement.parameters.maxFragments) return { kind: 'too-many-parts', parts: count }
  const head = { deskId: fromHex(thread.desk), signing: thread.secrets.signing }
  for (const part of cutMessage(env.suite, bytes)) {
    const cell = makeCell(env, statement, { ...head, part })
    if (!(await house.keep(cell))) return { kind: 'closed' }
    await breathe()
  }
  return { kind: 'handed', parts: count }
}

/** Nothing can be cleaned here, so every file is an original, and the page says so. */
function attachmentsOf({ suite }: Env, { files, keepNames }: DoorDraft): Attachment[] {
  return files.map(({ name, mediaType, bytes }, at) => ({
    name: keepNames ? shortened(name) : plainName(at + 1, name),
    mediaType: MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream',
    bytes,
    sha256: suite.sha256(bytes),
    kind: 'original',
  }))
}

/** A number and a plain ending. */
function plainName(number: number, name: string): string {
  return `file-${number}${endingOf(name)}`
}

function endingOf(name: string): string {
  return /\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? ''
}

/** At most as many bytes as a name has room for, its ending kept. */
function shortened(name: string): string {
  if (utf8(name).length <= NAME_BYTES) return name
  return `${Array.from(name).slice(0, 60).join('')}${endingOf(name)}`
}
