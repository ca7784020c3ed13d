/** One card of a list: all that it shows as one line, and how it is drawn. */
interface Card {
  readonly mark: string
  readonly draw: () => HTMLElement
}

/** Draws a list of cards. One whose mark stands there already is left as it is, with its focus. */
export function paintCards(target: HTMLElement, cards: readonly Card[]): void {
  const before = new Map([...target.children].map((card) => [card.getAttribute('data-card'), card]))
  const after = cards.map(({ mark, draw }) => before.get(mark) ?? marked(draw(), mark))
  const isSame =
    after.length === before.size && after.every((card, at) => target.children[at] === card)
  if (!isSame) target.replaceChildren(...after)
}

function marked(card: HTMLElement, mark: string): HTMLElement {
  card.dataset['card'] = mark
  return card
}
