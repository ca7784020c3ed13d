import type { CaseFile, CustodyEntry, ItemTaken } from '@postern/casework'
import { stampFits } from '@postern/evidence'
import { displayName, toHex } from '@postern/protocol'
import { dayText, momentText } from '../day-text.ts'
import { button, element, folded, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import { safeView } from '../look/safe-view.ts'
import type { CaseDesk } from './case-desk.ts'

const DAY_MS = 86_400_000

/** Items of a case with all that was done with each, and how far the log of it is time-stamped. */
export class EvidenceView {
  readonly #desk: CaseDesk
  /** By item in hex: pictures that are open, and what was said last, stay when something new comes. */
  readonly #shown = new Map<string, HTMLElement>()

  constructor(desk: CaseDesk) {
    this.#desk = desk
  }

  nodes(content: CaseFile): HTMLElement[] {
    const { work } = this.#desk.parts
    const items = [...content.items.values()].map(({ facts }, at) =>
      this.#item(content, facts, at + 1),
    )
    const none = element('p', { className: 'empty' }, work.noItems)
    return [
      element('h3', {}, work.evidence),
      ...(items.length === 0 ? [none] : [...items, ...this.#stamps(content)]),
    ]
  }

  #item(content: CaseFile, facts: ItemTaken, number: number): HTMLElement {
    const { work, messages, language } = this.#desk.parts
    const id = toHex(facts.item)
    const shown = this.#shown.get(id) ?? element('div', { className: 'picture' })
    this.#shown.set(id, shown)
    shown.setAttribute('role', 'status')
    const size = fill(messages.fileSize, facts.bytes.toLocaleString(language))
    const copy = { cleaned: messages.cleaned, original: messages.original }
    const what = facts.copy === 'sealed-for-two' ? messages.sealedForTwo : copy[facts.copy]
    const acts = content.custody.filter((entry) => isAbout(entry, id))
    const recall = content.recalls.get(id)
    const check = button(work.check, () => void this.#check(facts, shown))
    const look = button(work.look, () => void this.#look(facts, number, shown))
    const isSealed = facts.copy === 'sealed-for-two'
    return element(
      'section',
      { className: recall === undefined ? 'file' : 'file withdrawn' },
      element('h4', {}, fill(work.item, number)),
      foreignText('bdi', 'file-name text', displayName(facts.name)),
      element('p', { className: 'file-facts' }, `${size} · ${what}`),
      element(
        'p',
        { className: 'file-facts' },
        `${messages.hashLabel} `,
        element('code', {}, toHex(facts.sha256)),
      ),
      ...(recall === undefined
        ? []
        : [foreignText('p', 'proof', fill(work.recallWhy, recall.facts))]),
      element('div', { className: 'acts' }, ...(isSealed ? [] : [check, look])),
      shown,
      this.#custody(id, acts),
    )
  }

  #custody(item: string, acts: readonly CustodyEntry[]): HTMLElement {
    const { work, language } = this.#desk.parts
    const rows = acts.map(({ facts, author, atMs }) => {
      const act = facts.kind === 'custody' ? work[facts.act] : work[facts.kind]
      const detail = facts.kind === 'custody' ? facts.detail : ''
      const line = `${momentText(language, atMs)} · ${this.#desk.nameOf(author)} · ${act}`
      return element(
        'li',
        {},
        line,
        ...(detail === '' ? [] : [' · ', foreignText('bdi', '', detail)]),
      )
    })
    const list = element('ol', { className: 'plain' }, ...rows)
    return folded(`custody-${item.slice(0, 8)}`, fill(work.custodyLog, acts.length), list)
  }

  #stamps(content: CaseFile): HTMLElement[] {
    const { work, env, language } = this.#desk.parts
    if (content.stamps.length === 0) return [element('p', { className: 'proof' }, work.notStamped)]
    return content.stamps.map(({ facts }) => {
      const fits = stampFits(env.suite, content, facts)
      const day = dayText(language, facts.day * DAY_MS)
      const line = fill(fits ? work.stamped : work.stampWrong, day)
      return element('p', { className: fits ? 'proof' : 'proof bad' }, line)
    })
  }

  async #check(facts: ItemTaken, shown: HTMLElement): Promise<void> {
    const { work, messages, room } = this.#desk.parts
    const { held } = this.#desk
    const act = held && (await room.evidence.check(held, facts))
    const said = { 'hash-checked': messages.hashFits, 'hash-differs': messages.hashDiffers }
    shown.replaceChildren(act === null ? work.noBytes : said[act])
  }

  /** That it was looked at is on its way into the log before it is seen. */
  async #look(facts: ItemTaken, number: number, shown: HTMLElement): Promise<void> {
    const { work, room, env, language } = this.#desk.parts
    const { held } = this.#desk
    const bytes = held && (await room.evidence.bytesOf(held, facts.item))
    if (held === null || bytes === null) return shown.replaceChildren(work.noBytes)
    room.evidence.note(held, facts.item, 'viewed', '', env.suite.sha256(bytes))
    const looked = { bytes, name: facts.name, label: fill(work.item, number) }
    shown.replaceChildren(await safeView(language, looked))
  }
}

function isAbout({ facts }: CustodyEntry, item: string): boolean {
  return toHex(facts.kind === 'recalled' ? facts.target : facts.item) === item
}
