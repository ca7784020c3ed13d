import { newestFirst, readMarked, type Story, type Update } from '@postern/site/records'
import type { StoryAct } from '../../member/story-act.ts'
import { momentText } from '../day-text.ts'
import { button, element, foreignText } from '../element.ts'
import type { StoryWords } from './story-words.ts'

/** One line and one key to publish an update, and the updates that are out. */
export class LiveDesk {
  readonly root: HTMLElement
  readonly #act: (act: StoryAct) => Promise<boolean>

  constructor(
    words: StoryWords,
    language: string,
    story: Story,
    act: (act: StoryAct) => Promise<boolean>,
  ) {
    this.#act = act
    const line = element('input', { type: 'text', id: 'update-headline', dir: 'auto' })
    const more = element('textarea', { id: 'update-more', rows: 2, dir: 'auto' })
    line.autocomplete = 'off'
    const form = element(
      'form',
      { className: 'act', id: 'live-update' },
      element('label', { htmlFor: line.id }, words.updateHeadline),
      line,
      element('label', { htmlFor: more.id }, words.updateMore),
      more,
      element('button', { type: 'submit', className: 'first' }, words.sendUpdate),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const headline = line.value.trim()
      if (headline === '') return
      void this.#send(headline, more.value).then((isOut) => (isOut ? form.reset() : undefined))
    })
    const rows = newestFirst(story.updates).map((update) => this.#row(words, language, update))
    this.root = element(
      'section',
      { className: 'live-desk' },
      element('h2', {}, words.liveDesk),
      form,
      element('ol', { className: 'plain' }, ...rows),
    )
  }

  /** Its link's name is drawn by chance: two reporters who press at once get two. */
  async #send(headline: string, more: string): Promise<boolean> {
    const id = [...crypto.getRandomValues(new Uint8Array(4))].map((one) =>
      one.toString(16).padStart(2, '0'),
    )
    const paragraphs = more.split(/\n\s*\n/).map((one) => one.trim())
    const blocks = paragraphs
      .filter((one) => one !== '')
      .map((one) => ({ kind: 'paragraph' as const, text: readMarked(one) }))
    return await this.#act({ kind: 'update', id: `u-${id.join('')}`, headline, blocks })
  }

  #row(words: StoryWords, language: string, update: Update): HTMLElement {
    const { id, at, headline, pinned } = update
    const pin = button(pinned ? words.unpin : words.pin, () => {
      void this.#act({ kind: 'pin', id: pinned ? null : id })
    })
    const when = `${momentText(language, Date.parse(at))}${pinned ? ` · ${words.pinned}` : ''}`
    return element(
      'li',
      { className: 'update-row' },
      element('span', { className: 'when' }, when),
      foreignText('span', 'update-headline', headline),
      pin,
    )
  }
}
