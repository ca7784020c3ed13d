import { html } from 'hono/html'
import type { Markup } from '../markup.ts'

/** A letter's words as paragraphs, each in the direction of its own first letters. */
export function letterText(text: string): Markup {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return html`${paragraphs.map((part) => html`<p dir="auto">${lines(part)}</p>`)}`
}

function lines(part: string): Markup {
  const [first = '', ...rest] = part.split('\n')
  return html`${first}${rest.map((line) => html`<br />${line}`)}`
}
