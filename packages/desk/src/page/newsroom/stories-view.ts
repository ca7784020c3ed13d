import { languageFacts } from '@postern/site/records'
import type {
  Named,
  OpenStory,
  PaperState,
  StoryClient,
  StoryLine,
} from '../../member/story-client.ts'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { FrontOrderView } from './front-order-view.ts'
import { StoryEditor } from './story-editor.ts'
import { slugOf, type StoryGroup, storyGroups } from './story-list.ts'
import type { StoryWords } from './story-words.ts'
import { whyNot } from './why-not.ts'

export interface StoriesParts {
  readonly words: StoryWords
  /** Of the page. */
  readonly language: string
  readonly client: StoryClient
  readonly isEditor: boolean
  readonly nowMs: () => number
  readonly addPicture: (client: StoryClient) => Promise<string | null>
}

/** Every story with the state of each language, and the one that is being worked on. */
export class StoriesView {
  readonly root: HTMLElement
  readonly #parts: StoriesParts
  readonly #status: HTMLElement = element('p', { className: 'stories-status' })
  readonly #list: HTMLElement = element('ul', { className: 'plain story-list' })
  readonly #find: HTMLInputElement
  readonly #older: HTMLButtonElement
  readonly #begin: HTMLElement = element('div')
  readonly #fronts: HTMLElement = element('div')
  readonly #overview: HTMLElement
  readonly #desk: HTMLElement = element('div', { className: 'story-desk', hidden: true })
  #paper: PaperState | null = null
  #lines: readonly StoryLine[] = []
  #count = 0
  #editor: StoryEditor | null = null

  constructor(parts: StoriesParts) {
    const { words } = parts
    this.#parts = parts
    this.#status.setAttribute('role', 'status')
    this.#find = element('input', { type: 'search', id: 'find-story', dir: 'auto' })
    this.#find.addEventListener('input', () => this.#show())
    this.#older = button(words.showOlder, () => void this.#more())
    this.#overview = element(
      'div',
      {},
      element('h1', {}, words.stories),
      this.#begin,
      element('label', { htmlFor: this.#find.id }, words.findStory),
      this.#find,
      this.#status,
      this.#list,
      this.#older,
      this.#fronts,
    )
    this.root = element('main', { className: 'stories' }, this.#overview, this.#desk)
  }

  get hasDraft(): boolean {
    return this.#editor?.hasDraft ?? false
  }

  /** Asks for the list anew; what is being worked on stays. */
  async refresh(): Promise<void> {
    const { client, words } = this.#parts
    try {
      this.#paper = await client.paper()
      const { count, lines } = await client.lines()
      this.#count = count
      this.#lines = lines
    } catch {
      this.#status.textContent = words.unreachable
      return
    }
    this.#begin.replaceChildren(this.#beginForm(this.#paper))
    this.#showFronts(this.#paper)
    this.#show()
  }

  async #more(): Promise<void> {
    const more = await this.#parts.client.lines(this.#lines.length).catch(() => null)
    if (more !== null) this.#lines = [...this.#lines, ...more.lines]
    this.#show()
  }

  #show(): void {
    const { words } = this.#parts
    const groups = storyGroups(this.#lines, this.#find.value)
    const languages = this.#paper?.languages ?? []
    this.#list.replaceChildren(...groups.map((group) => this.#row(group, languages)))
    this.#status.textContent =
      groups.length === 0 ? words.noStories : fill(words.storiesShown, groups.length)
    this.#older.hidden = this.#lines.length >= this.#count
  }

  #row({ story, lines }: StoryGroup, languages: readonly string[]): HTMLElement {
    const [first] = lines.values()
    const title = element(
      'span',
      { className: 'story-title', dir: 'auto' },
      first?.headline ?? story,
    )
    title.lang = first?.language ?? ''
    const states = languages.map((language) => this.#state(story, language, lines))
    const row = element('li', {}, title, element('span', { className: 'story-states' }, ...states))
    row.dataset['story'] = story
    return row
  }

  /** A language of a story: opens it, or begins it with the words of one that is there. */
  #state(
    story: string,
    language: string,
    lines: ReadonlyMap<string, StoryLine>,
  ): HTMLButtonElement {
    const { words } = this.#parts
    const { ownName } = languageFacts(language)
    const line = lines.get(language)
    const [like] = lines.keys()
    const made =
      line === undefined
        ? button(
            fill(words.translate, ownName),
            () => void this.#beginStory({ story, language }, story, like ?? null),
          )
        : button(
            `${ownName}: ${words[line.state]}`,
            () => void this.#openStory({ story, language }),
          )
    made.className = line === undefined ? 'none' : line.state
    made.dataset['language'] = language
    return made
  }

  #beginForm({ languages }: PaperState): HTMLElement {
    const { words } = this.#parts
    const name = element('input', {
      type: 'text',
      id: 'new-story',
      autocomplete: 'off',
      dir: 'ltr',
    })
    const language = element('select', { id: 'new-language' })
    for (const one of languages)
      language.append(element('option', { value: one }, languageFacts(one).ownName))
    const form = element(
      'form',
      { className: 'act' },
      element('label', { htmlFor: name.id }, words.storyName),
      name,
      element('p', { className: 'hint' }, words.storyNameHint),
      element('label', { htmlFor: language.id }, words.inLanguage),
      language,
      element('button', { type: 'submit' }, words.begin),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const slug = slugOf(name.value)
      name.value = slug
      if (slug === '') return name.focus()
      void this.#beginStory({ story: slug, language: language.value }, slug, null)
    })
    return element('details', {}, element('summary', {}, words.newStory), form)
  }

  async #beginStory(named: Named, slug: string, like: string | null): Promise<void> {
    const { client, words } = this.#parts
    const begun = await client.act(named, { kind: 'begin', slug, like }).catch(() => null)
    if (begun?.kind === 'saved') return await this.#openStory(named)
    this.#status.textContent = whyNot(words, begun)
  }

  async #openStory(named: Named): Promise<void> {
    const { client, words } = this.#parts
    const open = await client.open(named).catch(() => null)
    if (open === null || this.#paper === null) {
      this.#status.textContent = words.unreachable
      return
    }
    this.#edit(open, this.#paper)
  }

  #edit(open: OpenStory, paper: PaperState): void {
    const { words, language, client, isEditor, nowMs, addPicture } = this.#parts
    const add = async (): Promise<string | null> => await addPicture(client)
    const editor = new StoryEditor(
      { words, language, client, paper, isEditor, nowMs, addPicture: add },
      open,
    )
    const back = button(words.back, () => this.#back())
    back.id = 'all-stories'
    this.#editor = editor
    this.#desk.replaceChildren(back, editor.root)
    this.#desk.hidden = false
    this.#overview.hidden = true
    editor.focus()
  }

  /** What is not saved is asked about: on a story that is out, to save is to publish. */
  #back(): void {
    const editor = this.#editor
    if (editor?.hasDraft === true) editor.askToLeave(() => void this.#leave())
    else void this.#leave()
  }

  async #leave(): Promise<void> {
    const editor = this.#editor
    this.#editor = null
    this.#desk.replaceChildren()
    this.#desk.hidden = true
    this.#overview.hidden = false
    await this.refresh()
    const { story, language } = editor?.story ?? { story: '', language: '' }
    this.#list
      .querySelector<HTMLElement>(`[data-story="${story}"] [data-language="${language}"]`)
      ?.focus()
  }

  #showFronts({ fronts }: PaperState): void {
    const { words, client, isEditor } = this.#parts
    if (!isEditor) return
    const views = fronts.map((order) => {
      const stories = this.#lines.filter(
        ({ language, state }) =>
          language === order.language && state !== 'draft' && state !== 'scheduled',
      )
      const save = async (changed: typeof order): Promise<string | null> => {
        const outcome = await client.order(changed).catch(() => null)
        return outcome === 'taken' ? null : whyNot(words, outcome)
      }
      return new FrontOrderView({ words, order, stories, save }).root
    })
    this.#fronts.replaceChildren(...views)
  }
}
