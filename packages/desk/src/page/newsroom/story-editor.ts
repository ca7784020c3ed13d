import { isPublished, languageFacts, type Story } from '@postern/site/records'
import type { StoryAct } from '../../member/story-act.ts'
import type { OpenStory, PaperState, StoryClient } from '../../member/story-client.ts'
import { button, element } from '../element.ts'
import { replaceAround } from '../forms-in-use.ts'
import { fill } from '../messages.ts'
import { changesView } from './changes-view.ts'
import { correctionsView } from './corrections-view.ts'
import { LiveDesk } from './live-desk.ts'
import { plainWords } from './plain-words.ts'
import { PublishBar } from './publish-bar.ts'
import { revisionsView } from './revisions-view.ts'
import { StoryForm } from './story-form.ts'
import type { StoryWords } from './story-words.ts'
import { whyNot } from './why-not.ts'

export interface EditorParts {
  readonly words: StoryWords
  /** Of the page. */
  readonly language: string
  readonly client: StoryClient
  readonly paper: PaperState
  readonly isEditor: boolean
  readonly nowMs: () => number
  readonly addPicture: () => Promise<string | null>
}

/** One story in one language at work: its words, its state, its updates, corrections and revisions. */
export class StoryEditor {
  readonly root: HTMLElement
  readonly #parts: EditorParts
  readonly #status: HTMLElement = element('div', { className: 'editor-status' })
  readonly #note: HTMLInputElement = element('input', { type: 'text', id: 'story-note' })
  readonly #preview: HTMLElement = element('span', { className: 'preview' })
  readonly #live: HTMLElement = element('div')
  readonly #around: HTMLElement = element('div', { className: 'around' })
  readonly #formPlace: HTMLElement = element('div')
  readonly #bar: PublishBar
  #form: StoryForm
  #open: OpenStory
  /** The story whose words the form began with: somebody may have saved others since. */
  #basis: Story
  #kept: string

  constructor(parts: EditorParts, open: OpenStory) {
    const { words } = parts
    this.#parts = parts
    this.#open = open
    this.#basis = open.story
    this.#form = this.#newForm()
    this.#kept = this.#written()
    this.#status.setAttribute('role', 'status')
    this.#bar = new PublishBar(
      { words, language: parts.language, isEditor: parts.isEditor, nowMs: parts.nowMs },
      (act) => void this.#publish(act),
    )
    const save = button(words.save, () => void this.save())
    save.className = 'first'
    save.id = 'story-save'
    save.title = 'Ctrl+S'
    const show = button(words.preview, () => void this.#makePreview())
    show.id = 'story-preview'
    this.root = element(
      'section',
      { className: 'story-editor' },
      element('h1', { tabIndex: -1, dir: 'auto' }, open.story.headline),
      this.#bar.root,
      element(
        'div',
        { className: 'acts' },
        save,
        element('label', { htmlFor: this.#note.id }, words.saveNote),
        this.#note,
        show,
        this.#preview,
      ),
      this.#status,
      this.#live,
      element('div', { className: 'side-by-side' }, this.#formPlace, this.#besideView()),
      this.#around,
    )
    this.root.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      void this.save()
    })
    this.#formPlace.append(this.#form.root)
    this.#showAround()
  }

  get story(): Story {
    return this.#open.story
  }

  /** Words here that nobody else has yet. */
  get hasDraft(): boolean {
    return this.#isChanged || this.#openTexts().length > 0
  }

  focus(): void {
    this.root.querySelector<HTMLElement>('h1')?.focus()
  }

  get #isChanged(): boolean {
    return this.#kept !== this.#written()
  }

  /** Asks what is to become of words that nobody else has; to leave is her own act. */
  askToLeave(leave: () => void): void {
    const { words } = this.#parts
    const keep = button(words.save, () => void this.save().then((isSaved) => isSaved && leave()))
    this.#status.replaceChildren(
      element('p', { className: 'bad' }, words.unsaved),
      element('div', { className: 'acts' }, keep, button(words.leaveUnsaved, leave)),
    )
    const [begun] = this.#openTexts()
    if (this.#isChanged) keep.focus()
    else begun?.focus()
  }

  /** True when what stands here is kept. */
  async save(): Promise<boolean> {
    return await this.#write(this.#basis.revision)
  }

  async #write(base: number): Promise<boolean> {
    const { written } = this.#form
    const act: StoryAct = { kind: 'write', base, written, note: this.#note.value.trim() }
    const isSaved = await this.#act(act)
    if (!isSaved) return false
    this.#kept = JSON.stringify(written)
    this.#note.value = ''
    this.#say(fill(this.#parts.words.saved, this.#basis.revision))
    return true
  }

  /** What is written is saved before its state changes, so that readers get what stands here. */
  async #publish(act: (base: number) => StoryAct): Promise<void> {
    if (this.#isChanged && !(await this.save())) return
    await this.#act(act(this.#basis.revision))
  }

  /** True when it was taken; else why not is said. */
  async #act(act: StoryAct): Promise<boolean> {
    const { client, words } = this.#parts
    const outcome = await client.act(this.#open.story, act).catch(() => null)
    if (outcome?.kind !== 'saved') {
      if (outcome?.kind === 'conflict') await this.#sayConflict()
      else this.#say(whyNot(words, outcome), 'bad')
      return false
    }
    const { story } = outcome
    const isNext = story.revision === this.#basis.revision + 1
    if ('base' in act || isNext) this.#basis = story
    const again = await client.open(this.#open.story).catch(() => null)
    this.#open = again ?? { story, revisions: this.#open.revisions }
    this.#say('')
    this.#showAround()
    return true
  }

  /** Somebody was faster: both have their words, and who looks at both decides. */
  async #sayConflict(): Promise<void> {
    const { client, words } = this.#parts
    const theirs = await client.open(this.#open.story).catch(() => null)
    if (theirs === null) return this.#say(words.unreachable, 'bad')
    this.#status.replaceChildren(
      element('p', { className: 'bad' }, words.conflict),
      element(
        'div',
        { className: 'acts' },
        button(words.saveOver, () => void this.#write(theirs.story.revision)),
        button(words.takeTheirs, () => this.#take(theirs)),
      ),
      element('h2', {}, words.showTheirs),
      changesView(words, this.#basis, theirs.story),
    )
  }

  #take(open: OpenStory): void {
    this.#open = open
    this.#basis = open.story
    this.#form = this.#newForm()
    this.#kept = this.#written()
    this.#formPlace.replaceChildren(this.#form.root)
    this.#say('')
    this.#showAround()
    this.#form.focus()
  }

  #newForm(): StoryForm {
    const { words, paper, addPicture } = this.#parts
    const changed = (): void => this.#changed()
    return new StoryForm({ words, paper, changed, addPicture }, this.#open.story)
  }

  #changed(): void {
    this.#preview.replaceChildren()
    if (this.#status.querySelector('.bad') !== null) return
    this.#say(this.#isChanged ? this.#parts.words.unsaved : '')
  }

  async #makePreview(): Promise<void> {
    const { client, words } = this.#parts
    const shown = await client.preview(this.#open.story, this.#form.written).catch(() => null)
    if (shown === null) return this.#say(words.unreachable, 'bad')
    if ('why' in shown) return this.#say(shown.why, 'bad')
    const link = element('a', { href: shown.path, target: '_blank', rel: 'noopener' })
    link.textContent = words.previewLink
    this.#preview.replaceChildren(link)
    link.focus()
  }

  #showAround(): void {
    const { words, language, client, isEditor } = this.#parts
    const { story, revisions } = this.#open
    this.#bar.show(story)
    const live = story.state === 'live' && isEditor ? [this.#liveDesk(story)] : []
    const corrections =
      isPublished(story) && isEditor
        ? [
            correctionsView(
              words,
              language,
              story,
              async (text) => await this.#act({ kind: 'correct', text }),
            ),
          ]
        : []
    const revision = async (number: number): Promise<Story | null> =>
      await client.revision(story, number).catch(() => null)
    replaceAround(this.#live, ...live)
    replaceAround(
      this.#around,
      ...corrections,
      revisionsView({ words, language, story, revisions, revision }, async (number) => {
        if (this.#isChanged) return this.#say(words.unsaved, 'bad')
        const base = this.#basis.revision
        if (await this.#act({ kind: 'restore', base, number })) this.#take(this.#open)
      }),
    )
  }

  #liveDesk(story: Story): HTMLElement {
    const { words, language } = this.#parts
    return new LiveDesk(words, language, story, async (act) => await this.#act(act)).root
  }

  /** Another language's words beside this one's, for who translates or compares. */
  #besideView(): HTMLElement {
    const { words, client, paper } = this.#parts
    const { story } = this.#open
    const others = paper.languages.filter((one) => one !== story.language)
    const select = element('select', { id: 'story-beside' })
    select.append(element('option', { value: '' }, words.besideNone))
    for (const one of others)
      select.append(element('option', { value: one }, languageFacts(one).ownName))
    const shown = element('div', { className: 'beside-words' })
    select.addEventListener('change', () => {
      const language = select.value
      if (language === '') return shown.replaceChildren()
      void client
        .open({ story: story.story, language })
        .catch(() => null)
        .then((other) => shown.replaceChildren(other === null ? '—' : plainWords(other.story)))
    })
    return element(
      'section',
      { className: 'beside' },
      element('label', { htmlFor: select.id }, words.beside),
      select,
      shown,
    )
  }

  #say(text: string, how: 'plain' | 'bad' = 'plain'): void {
    const said = text === '' ? [] : [element('p', { className: how === 'bad' ? 'bad' : '' }, text)]
    this.#status.replaceChildren(...said)
  }

  #written(): string {
    return JSON.stringify(this.#form.written)
  }

  #openTexts(): HTMLElement[] {
    const areas = [this.#live, this.#around].flatMap((place) => [
      ...place.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        'textarea, input[type=text]',
      ),
    ])
    return areas.filter(({ value }) => value.trim() !== '')
  }
}
