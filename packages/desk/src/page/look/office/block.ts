/** What an office paper says, in the order in which it says it. */
export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly level: number }
  | { readonly kind: 'row'; readonly cells: readonly string[] }
  | { readonly kind: 'break' }

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: 'text', text, level: 0 }
}

/** Levels count from 1, the highest. */
export function heading(text: string, level: number): Block {
  return { kind: 'text', text, level }
}
