import type { AuditEntry } from '../../member/audit-trail.ts'
import type { CheckedTrail, NewsroomClient } from '../../member/newsroom-client.ts'
import { momentText } from '../day-text.ts'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import type { NewsroomWords } from './newsroom-words.ts'

/** The newest acts are shown; all are checked. */
const MOST_SHOWN = 200

/** What staff has done, read when somebody asks and checked in this page. */
export function trailView(
  words: NewsroomWords,
  language: string,
  client: Pick<NewsroomClient, 'trail'>,
): HTMLElement {
  const status = element('p', { className: 'trail-status' })
  status.setAttribute('role', 'status')
  const list = element('ol', { className: 'trail', reversed: true })
  const read = async (): Promise<void> => {
    const trail = await client.trail().catch(() => null)
    status.textContent = trail === null ? words.trailUnreachable : verdict(words, trail)
    status.classList.toggle('bad', trail === null || trail.broken !== null)
    const acts = (trail?.acts ?? []).slice(-MOST_SHOWN).toReversed()
    list.replaceChildren(
      ...acts.map((act) => {
        const who = trail?.names.get(act.by) ?? words.nobody
        return element('li', {}, `${momentText(language, act.atMs)} · ${who}: ${deed(words, act)}`)
      }),
    )
  }
  const press = button(words.trailRead, () => void read())
  return element('section', {}, element('h2', {}, words.trail), press, status, list)
}

function verdict(words: NewsroomWords, { broken, acts }: CheckedTrail): string {
  return broken === null ? fill(words.trailWhole, acts.length) : fill(words.trailBroken, broken)
}

const STORY_ACTS = [
  'begin',
  'write',
  'publish',
  'schedule',
  'withdraw',
  'update',
  'pin',
  'correct',
  'restore',
] as const

/** What was asked for, in words; what this page does not know stays as it was asked. */
function deed(words: NewsroomWords, { request }: AuditEntry): string {
  const [method = '', path = ''] = request.split(' ')
  const [kind = '', name = '', language = '', act = ''] = path.split('/').slice(2)
  if (kind === 'letter')
    return fill(method === 'PUT' ? words.printedLetter : words.removedLetter, name)
  if (kind === 'front') return fill(words['act-front'], name)
  if (kind === 'picture') return fill(words['act-picture'], name)
  const known = STORY_ACTS.find((one) => one === act)
  return known === undefined ? request : fill(words[`act-${known}`], `${name} (${language})`)
}
