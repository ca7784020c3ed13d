import { type Declarations, surfaceOf } from './surface.ts'

const HEAD = `The public surface of @postern/protocol, written by: npm run api
A change here is a change for everybody who builds on it.
`

/** What others may import, by the names in package.json. */
export const ENTRIES: Readonly<Record<string, string>> = {
  '@postern/protocol': 'index.ts',
  '@postern/protocol/error': 'error.ts',
  '@postern/protocol/portable': 'suite/portable.ts',
  '@postern/protocol/vault': 'vault.ts',
  '@postern/protocol/words': 'keys/words.ts',
}

/** The text of packages/protocol/api.txt. */
export function protocolSurface(declarations: Declarations): string {
  const entries = Object.entries(ENTRIES).map(
    ([name, file]) => `=== ${name}\n\n${surfaceOf(declarations, file)}\n`,
  )
  return [HEAD, ...entries].join('\n')
}
