import { html } from 'hono/html'
import type { Markup } from './markup.ts'

/** A story's body is a list of typed blocks; text is plain and escaped, never markup. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'pull-quote'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string; readonly source: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }

/** One block as it stands in the page. */
export function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>`
    case 'heading':
      return html`<h2>${block.text}</h2>`
    case 'pull-quote':
      return html`<blockquote class="pull"><p>${block.text}</p></blockquote>`
    case 'quote':
      return html`<figure class="quote">
        <blockquote><p>${block.text}</p></blockquote>
        <figcaption>${block.source}</figcaption>
      </figure>`
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${item}</li>`)}
      </ul>`
    default:
      throw new TypeError('unknown kind of block')
  }
}
