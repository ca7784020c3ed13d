import { html } from 'hono/html'
import { relativeAddress } from '../address.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import type { SiteContext } from '../page.ts'
import type { Block, DataTable } from '../records/block.ts'
import { runsOf, type Run, type Text } from '../records/text.ts'
import type { Language } from '../language.ts'
import { figureMarkup } from './picture-markup.ts'

/** Where something is shown: what its addresses and words depend on. */
export interface Place {
  readonly site: SiteContext
  readonly language: Language
  /** The address of a site path as it is written here: relative in a page, whole in a feed. */
  readonly address: (to: string) => string
}

/** In the page at this site path. */
export function placeAt(site: SiteContext, language: Language, path: string): Place {
  return { site, language, address: (to) => relativeAddress(path, to) }
}

/** Blocks as they stand in the page, with headings of this level. */
export function blocksMarkup(place: Place, blocks: readonly Block[], level: 2 | 4 = 2): Markup {
  return html`${blocks.map((block) => html`${blockMarkup(place, block, level)} `)}`
}

function blockMarkup(place: Place, block: Block, level: 2 | 4): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${textMarkup(place, block.text)}</p>`
    case 'heading':
      return level === 2 ? html`<h2>${block.text}</h2>` : html`<h4>${block.text}</h4>`
    case 'picture':
      return figureMarkup(place, block, 'column')
    case 'pull-quote':
      return html`<blockquote class="pull"><p>${block.text}</p></blockquote>`
    case 'quote':
      return html`<figure class="quote">
        <blockquote><p>${textMarkup(place, block.text)}</p></blockquote>
        ${block.source === '' ? '' : html`<figcaption>${block.source}</figcaption>`}
      </figure>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${textMarkup(place, item)}</li>`)
      return block.ordered === true
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
    case 'table':
      return tableMarkup(place.language, block)
    case 'note':
      return html`<aside class="note">
        ${block.title === '' ? '' : html`<p class="kicker">${block.title}</p>`}
        <p>${textMarkup(place, block.text)}</p>
      </aside>`
    default:
      throw new TypeError('unknown kind of block')
  }
}

/** Marked words; links into the site are relative to the page, all others lead away without a trace. */
export function textMarkup(place: Place, text: Text): Markup {
  return html`${runsOf(text).map((run) => runMarkup(place, run))}`
}

function runMarkup({ address }: Place, { text, mark, href }: Run): Markup {
  const words =
    mark === 'strong'
      ? html`<strong>${text}</strong>`
      : mark === 'emphasis'
        ? html`<em>${text}</em>`
        : html`${text}`
  if (href === undefined) return words
  if (href.startsWith('/')) return html`<a href="${address(href)}">${words}</a>`
  return html`<a href="${href}" rel="noopener noreferrer">${words}</a>`
}

/** Wide tables scroll by themselves, and can be reached with the keyboard for that. */
function tableMarkup(language: Language, table: DataTable): Markup {
  const [first = '', ...rest] = table.head
  return html`<div class="table" role="group" tabindex="0" aria-label="${table.caption}">
    <table>
      <caption>
        ${table.caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${rest.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          ([name = '', ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
    ${table.source === '' ? '' : html`<p class="credit">${siteMessages(language).source}: ${table.source}</p>`}
  </div>`
}
