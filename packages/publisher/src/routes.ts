import type { Shelves } from './publisher.ts'

/** The published documents; each number is a bound integer without leading zeros. */
const PATH = /^\/(now|counts|(?:trust|epoch|draft|drop|day)\/(?:0|[1-9]\d{0,11}))$/

/** One face for everything that is not there. */
const missing = (): Response => new Response(null, { status: 404 })

/**
 * `/now`, `/trust/<n>`, `/epoch/<n>`, `/drop/<n>`, `/day/<n>`, `/counts` as the public sees them;
 * `/draft/<n>`.
 */
export function answer(request: Request, shelves: Shelves): Response {
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET' || !PATH.test(pathname)) return missing()
  const [kind = '', number = ''] = pathname.slice(1).split('/')
  const bytes = documentOf(shelves, kind, Number(number))
  return bytes === null ? missing() : new Response(new Uint8Array(bytes))
}

function documentOf(shelves: Shelves, kind: string, number: number): Uint8Array | null {
  switch (kind) {
    case 'now':
      return shelves.now.bytes()
    case 'counts':
      return shelves.days.document()
    case 'trust':
      return shelves.trust.get(number)?.document ?? null
    case 'epoch':
      return statementOf(shelves, number)
    case 'draft':
      return draftOf(shelves, number)
    case 'drop':
      return shelves.drops.drop(number)?.bytes ?? null
    default:
      return shelves.drops.day(number)?.bytes ?? null
  }
}

function statementOf({ book }: Shelves, number: number): Uint8Array | null {
  const found = book.published().find(({ statement }) => statement.number === number)
  return found?.document ?? null
}

function draftOf({ book }: Shelves, number: number): Uint8Array | null {
  const draft = book.pending()
  return draft?.statement.number === number ? draft.payload : null
}
