import { type DeskDraft, NO_DRAFT } from './composer-state.ts'
import { type FileItem, replaced } from './file-item.ts'

/** A text that has more characters is refused before it is measured; far below what fits a message. */
export const MAX_TEXT_CHARACTERS = 60_000
/** As the content's codec bounds them. (S6) */
const MAX_NAMES = 32
const MAX_NAME_BYTES = 256

/** What is unfinished, desk by desk: no text goes to another desk because somebody looked there. */
export class Drafts {
  readonly #kept = new Map<string, DeskDraft>()

  keep(desk: string, { text, exclusions, about, files, parts }: DeskDraft): void {
    this.#kept.set(desk, { text, exclusions, about, files, parts })
  }

  of(desk: string): DeskDraft {
    return this.#kept.get(desk) ?? NO_DRAFT
  }

  /** A file whose preparing went on while another desk was looked at. */
  replaceFile(key: number, change: Partial<FileItem>): void {
    for (const [desk, draft] of this.#kept)
      if (draft.files.some((one) => one.key === key))
        this.keep(desk, { ...draft, files: replaced(draft.files, key, change) })
  }

  /** Texts and names, to be kept over a lock; empty when nothing is unfinished. Files are not kept. */
  pack(): string {
    const texts = [...this.#kept]
      .filter(([, { text, exclusions }]) => text + exclusions !== '')
      .map(([desk, { text, exclusions }]) => [desk, text, exclusions])
    return texts.length === 0 ? '' : JSON.stringify(texts)
  }

  /** What `pack` gave, in this document. */
  unpack(packed: string): void {
    const texts: [desk: string, text: string, exclusions: string][] = JSON.parse(packed)
    for (const [desk, text, exclusions] of texts) this.keep(desk, { ...NO_DRAFT, text, exclusions })
  }

  forget(): void {
    this.#kept.clear()
  }
}

/** The names that were typed, one a line, each once. */
export function namesOf(exclusions: string): string[] {
  const lines = exclusions.split('\n').map((line) => line.trim())
  return [...new Set(lines)].filter((line) => line !== '')
}

/** Whether so many and so long names can travel in one message. */
export function namesFit(names: readonly string[]): boolean {
  const lengths = names.map((name) => new TextEncoder().encode(name).length)
  return names.length <= MAX_NAMES && lengths.every((length) => length <= MAX_NAME_BYTES)
}
