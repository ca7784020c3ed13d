import { isPublished, type Story } from '@postern/site/records'
import type { StoryAct } from '../../member/story-act.ts'
import { momentText } from '../day-text.ts'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import type { StoryWords } from './story-words.ts'

export interface BarParts {
  readonly words: StoryWords
  readonly language: string
  readonly isEditor: boolean
  readonly nowMs: () => number
}

/** The act upon the revision that is kept when it is done. */
type Act = (base: number) => StoryAct

type OutState = 'live' | 'more-to-come' | 'closed'

/** In which state a story is, and the states that an editor can bring it to. */
export class PublishBar {
  readonly root: HTMLElement = element('div', { className: 'publish-bar' })
  readonly #parts: BarParts
  readonly #act: (act: Act) => void

  constructor(parts: BarParts, act: (act: Act) => void) {
    this.#parts = parts
    this.#act = act
  }

  show(story: Story): void {
    const { words, isEditor } = this.#parts
    const state = element(
      'p',
      { className: 'story-state' },
      fill(words.state, this.#stateText(story)),
    )
    const acts = isEditor ? this.#acts(story) : []
    this.root.replaceChildren(state, element('div', { className: 'acts' }, ...acts))
  }

  #stateText({ state, scheduled, published }: Story): string {
    const { words, language } = this.#parts
    const when = (template: string, moment: string): string =>
      fill(template, momentText(language, Date.parse(moment)))
    const facts = [
      words[state],
      ...(scheduled === null ? [] : [when(words.goesOut, scheduled)]),
      ...(published === null ? [] : [when(words.wentOut, published)]),
    ]
    return facts.join(' · ')
  }

  #acts(story: Story): HTMLElement[] {
    const { words } = this.#parts
    const { state } = story
    if (!isPublished(story))
      return [
        this.#to('closed', words.publish, 'story-publish'),
        this.#to('live', words.publishLive, 'story-live'),
        this.#to('more-to-come', words.publishMore, 'story-more'),
        ...this.#scheduling(),
        ...(state === 'scheduled' ? [this.#withdrawing()] : []),
      ]
    return [
      ...(state === 'live' ? [] : [this.#to('live', words.makeLive, 'story-live')]),
      ...(state === 'more-to-come' ? [] : [this.#to('more-to-come', words.makeMore, 'story-more')]),
      ...(state === 'closed' ? [] : [this.#to('closed', words.close, 'story-close')]),
      this.#withdrawing(),
    ]
  }

  #to(state: OutState, label: string, id: string): HTMLButtonElement {
    const made = button(label, () => this.#act((base) => ({ kind: 'publish', base, state })))
    made.id = id
    return made
  }

  #scheduling(): HTMLElement[] {
    const { words, nowMs } = this.#parts
    const field = element('input', { type: 'datetime-local', id: 'story-moment' })
    field.min = localText(nowMs())
    const press = button(words.schedule, () => {
      const atMs = Date.parse(field.value)
      if (Number.isNaN(atMs)) return field.focus()
      const moment = `${new Date(atMs).toISOString().slice(0, 19)}Z`
      this.#act((base) => ({ kind: 'schedule', base, moment }))
    })
    press.id = 'story-schedule'
    return [element('label', { htmlFor: field.id }, words.scheduleAt), field, press]
  }

  /** Asked once more: readers would miss it. */
  #withdrawing(): HTMLElement {
    const { words } = this.#parts
    const place = element('span', { className: 'withdraw' })
    const ask = button(words.withdraw, () => {
      const yes = button(words.yes, () => this.#act((base) => ({ kind: 'withdraw', base })))
      const no = button(words.no, () => place.replaceChildren(ask))
      place.replaceChildren(element('span', {}, words.sure), yes, no)
      no.focus()
    })
    place.append(ask)
    return place
  }
}

/** As a `datetime-local` field has it, in the browser's own time. */
function localText(ms: number): string {
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
