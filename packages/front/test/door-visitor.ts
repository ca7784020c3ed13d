import type { Front } from '../src/front.ts'

export const ONION: string = `${'a'.repeat(56)}.onion`

/** What a form posts: fields in their order, files among them. */
export type Posted = readonly (readonly [name: string, value: string | File])[]

/** A page as a browser without script has it. */
export interface SeenPage {
  readonly status: number
  readonly headers: Headers
  readonly html: string
}

/** A browser without script on the onion address: it reads pages and posts what stands in them. */
export class DoorVisitor {
  readonly #front: Front
  readonly #language: string

  constructor(front: Front, language: string = 'en') {
    this.#front = front
    this.#language = language
  }

  async get(act: string = ''): Promise<SeenPage> {
    return await this.ask(new Request(this.#address(act)))
  }

  async post(act: string, fields: Posted, headers: Record<string, string> = {}): Promise<SeenPage> {
    const body = new FormData()
    for (const [name, value] of fields) body.append(name, value)
    return await this.ask(new Request(this.#address(act), { method: 'POST', body, headers }))
  }

  async raw(act: string, body: string, headers: Record<string, string>): Promise<SeenPage> {
    return await this.ask(new Request(this.#address(act), { method: 'POST', body, headers }))
  }

  /** The words that were made, and the thread after they were typed back. */
  async begin(): Promise<{ words: string; thread: SeenPage }> {
    const made = await this.post('new', [])
    const words = wordsIn(made)
    const thread = await this.post('open', [
      ['made', hidden(made, 'made')],
      ['words', words],
    ])
    return { words, thread }
  }

  async ask(request: Request): Promise<SeenPage> {
    const answer = await this.#front.atOnion(request)
    return { status: answer.status, headers: answer.headers, html: await answer.text() }
  }

  #address(act: string): string {
    return `http://${ONION}/${this.#language}/door/${act}`
  }
}

export function hidden({ html }: SeenPage, name: string): string {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
}

export function wordsIn({ html }: SeenPage): string {
  const list = /<ol class="words"[^>]*>([^]*?)<\/ol>/.exec(html)?.[1] ?? ''
  return [...list.matchAll(/<li>([a-z]+)<\/li>/g)].map((found) => found[1]).join(' ')
}

/** The sentence in the page that says what is wrong, or null. */
export function troubleIn({ html }: SeenPage): string | null {
  const found = /id="door-trouble"[^>]*>\s*<h2>[^<]*<\/h2>\s*<p>([^]*?)<\/p>/.exec(html)?.[1]
  return found?.replaceAll(/\s+/g, ' ').trim() ?? null
}

/** What stands in the field for the text. */
export function textIn({ html }: SeenPage): string | null {
  return /<textarea[^>]*id="door-text"[^>]*>\n([^]*?)<\/textarea/.exec(html)?.[1] ?? null
}
