import { encodeLaneReference, LANE_MEDIA_TYPE, PosternError } from '@postern/protocol'
import { runningSha256 } from '@postern/protocol/portable'
import { browserEnv } from '../browser-env.ts'
import { Speaker } from '../speaker.ts'
import type { SpokenMessages } from '../../messages/reader-messages.ts'
import { AtHand } from './at-hand.ts'
import { type LaneLine, sendLane } from './lane-sender.ts'

/**
 * The fast lane for large files. The client asks for this file where the page's own host is an onion
 * address, and nowhere else: the address decides, never an act. What is sent here is outside the
 * promise of the cells, and the page says so. (O10)
 */
const ROOT = new URL('../lane/', import.meta.url)
const TROUBLES: Readonly<Record<string, keyof SpokenMessages>> = {
  'lane-empty': 'laneEmpty',
  'lane-too-large': 'laneTooLarge',
  'lane-no-room': 'laneNoRoom',
  'lane-broken': 'laneBroken',
  'lane-unreadable': 'laneUnreadable',
}

const line: LaneLine = {
  held: async (id) => {
    const answer = await fetch(new URL(id, ROOT), {
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    })
    const body = await answer.arrayBuffer()
    if (body.byteLength !== 4) throw new PosternError('lane-broken')
    return new DataView(body).getUint32(0)
  },
  put: async (path, chunk) => {
    const body = Uint8Array.from(chunk)
    const asked = { method: 'PUT', body, referrerPolicy: 'no-referrer' } as const
    const answer = await fetch(new URL(path, ROOT), asked)
    // Chromium keeps the bytes of a request until its answer has been read.
    await answer.arrayBuffer()
    if (answer.status === 507) return 'no-room'
    return answer.status === 200 ? 'taken' : 'refused'
  },
}

const CARD = '#postern [data-field="files"] .card'
const OPEN_THREAD = '#postern [data-step="thread"]:not([hidden])'

/** One large file after another, in the order in which they were picked. */
let last = Promise.resolve()

document.documentElement.classList.add('at-onion')
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== 'postern-lane-file') return
  const file = target.files?.[0]
  target.value = ''
  if (file !== undefined) last = last.then(async () => await send(file))
})

async function send(file: File): Promise<void> {
  try {
    const reference = await sendLane(work(), file, newName(file.name))
    keepAtHand(encodeLaneReference(reference))
  } catch (error) {
    say((error instanceof PosternError && TROUBLES[error.code]) || 'laneBroken')
  }
}

/** The upload may take longer than the composer stays open, and without it nobody opens the file. */
function keepAtHand(reference: Uint8Array): void {
  const atHand = new AtHand()
  const look = (): void => {
    const isOpen = document.querySelector(OPEN_THREAD) !== null
    const next = atHand.look({ isOpen, hasFile: document.querySelector(CARD) !== null })
    if (next === 'done') changes.disconnect()
    if (next !== 'hand') return
    hand(reference)
    say('laneDone')
  }
  const changes = new MutationObserver(look)
  changes.observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['hidden'],
  })
  look()
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** What it is called from here on: of its own name the ending alone goes along. */
function newName(name: string): string {
  return `file${(/\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? '').toLowerCase()}`
}

function work() {
  return {
    env: browserEnv(),
    hash: runningSha256(),
    line,
    pause,
    progress: (done: number, count: number, waiting: boolean) =>
      say(waiting ? 'laneWaiting' : 'laneProgress', {
        percent: Math.floor((100 * done) / count),
      }),
  }
}

/** Gives the composer the file that tells the desk where the large one lies, as if it were picked. */
function hand(reference: Uint8Array): void {
  const input = document.querySelector<HTMLInputElement>('#postern-files')
  if (input === null) return
  const picked = new DataTransfer()
  picked.items.add(
    new File([Uint8Array.from(reference)], 'large-file.lane', { type: LANE_MEDIA_TYPE }),
  )
  input.files = picked.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

/** In the language of the page that stands there now. */
function say(key: keyof SpokenMessages, values: Readonly<Record<string, number>> = {}): void {
  const state = document.querySelector('#postern-lane-state')
  const text = Speaker.ofPage()?.say(key, values) ?? ''
  if (state !== null && state.textContent !== text) state.textContent = text
}
