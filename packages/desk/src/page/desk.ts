/** The handlers' page: unlock, then work until it is locked, which ends the document's memory. */
import './no-eval.ts'
import { PosternError } from '@postern/protocol'
import { browserEnv } from './browser-env.ts'
import { DeskSession } from './desk-session.ts'
import { button, element } from './element.ts'
import { invitationView } from './entry/invitation-view.ts'
import { lostView } from './entry/lost-view.ts'
import { openByPassphrase, openByPasskey, type Unlocked } from './entry/open-keyring.ts'
import { type PasskeyOutcome, type UnlockOutcome, unlockView } from './entry/unlock-view.ts'
import { lockWhenIdle } from './idle-lock.ts'
import { IndexedDropCache } from './indexed-drop-cache.ts'
import { IndexedLogCache } from './indexed-log-cache.ts'
import { chooseLanguage, directionOf } from './messages.ts'
import { memberWords } from './people/member-words.ts'
import { listenForKeys } from './shortcuts.ts'
import { NewsroomView } from './newsroom/newsroom-view.ts'
import { WorkspaceView } from './workspace-view.ts'

const env = browserEnv()
const { language, words } = chooseLanguage(navigator.languages)
document.documentElement.lang = language
document.documentElement.dir = directionOf(language)
showUnlock()

function showUnlock(): void {
  const others = {
    passkey: tryPasskey,
    invited: () => showOther(invitationView(env, language, enter), '#invitation-words'),
    lost: () => showOther(lostView(env, language, enter), '#lost-name'),
  }
  document.body.replaceChildren(unlockView(words, language, tryOpen, others))
  focus('#name')
}

function showOther(view: HTMLElement, first: string): void {
  const back = button(memberWords(language).back, showUnlock)
  back.id = 'back'
  document.body.replaceChildren(
    element('main', {}, view, element('div', { className: 'unlock back' }, back)),
  )
  focus(first)
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

async function tryOpen(name: string, passphrase: string): Promise<UnlockOutcome> {
  return await entered<never>(async () => await openByPassphrase(env, name, passphrase))
}

async function tryPasskey(): Promise<PasskeyOutcome> {
  return await entered(async () => await openByPasskey(env))
}

/** What was tried and did not open is said as it is. */
async function entered<T extends string>(
  open: () => Promise<Unlocked | T | null>,
): Promise<UnlockOutcome | T> {
  try {
    const unlocked = await open()
    if (unlocked === null) return 'wrong'
    if (typeof unlocked === 'string') return unlocked
    await enter(unlocked)
    return 'opened'
  } catch (error) {
    if (error instanceof PosternError) return 'unreachable'
    throw error
  }
}

async function enter(unlocked: Unlocked): Promise<void> {
  const desks = unlocked.keyring.desks.map(({ desk }) => desk)
  const [drops, logs] = [await IndexedDropCache.open(), await IndexedLogCache.open(desks)]
  const session = new DeskSession(env, unlocked, drops, logs)
  const view = new WorkspaceView(session, words, language, lock)
  const state = (): { hasDraft: boolean; pending: number } => ({
    hasDraft: view.hasDraft || newsroom.hasDraft,
    pending: session.member.pending,
  })
  const newsroom = new NewsroomView(session, language, view.root)
  document.body.replaceChildren(newsroom.root)
  listenForKeys({
    next: () => view.move(1),
    previous: () => view.move(-1),
    answer: () => view.answer(),
    accept: () => view.accept(),
    search: () => view.search(),
  })
  lockWhenIdle(state, lock)
  addEventListener('beforeunload', (event) => {
    if (state().hasDraft || state().pending > 0) event.preventDefault()
  })
  session.start(() => {
    view.update()
    newsroom.update()
  })
}

function lock(): void {
  location.reload()
}
