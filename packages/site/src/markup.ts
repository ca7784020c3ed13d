import type { html } from 'hono/html'

/** Escaped markup as `hono/html` makes it; only awaited once, where a page becomes bytes. */
export type Markup = ReturnType<typeof html>
