/** The handlers' page: unlock, then work until it is locked, which ends the document's memory. */
import './no-eval.ts'
import { PosternError } from '@postern/protocol'
import { browserEnv } from './browser-env.ts'
import { DeskSession } from './desk-session.ts'
import { lockWhenIdle } from './idle-lock.ts'
import { IndexedDropCache } from './indexed-drop-cache.ts'
import { chooseLanguage, directionOf } from './messages.ts'
import { listenForKeys } from './shortcuts.ts'
import { unlock, type Unlocked } from './unlock.ts'
import { type UnlockOutcome, unlockView } from './unlock-view.ts'
import { NewsroomView } from './newsroom/newsroom-view.ts'
import { WorkspaceView } from './workspace-view.ts'

const env = browserEnv()
const { language, words } = chooseLanguage(navigator.languages)
document.documentElement.lang = language
document.documentElement.dir = directionOf(language)
document.body.replaceChildren(unlockView(words, tryOpen))
document.querySelector<HTMLElement>('#name')?.focus()

async function tryOpen(name: string, passphrase: string): Promise<UnlockOutcome> {
  try {
    const unlocked = await unlock(env, name, passphrase)
    if (unlocked === null) return 'wrong'
    await enter(unlocked)
    return 'opened'
  } catch (error) {
    if (error instanceof PosternError) return 'unreachable'
    throw error
  }
}

async function enter(unlocked: Unlocked): Promise<void> {
  const session = new DeskSession(env, unlocked, await IndexedDropCache.open())
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
