import type { Patch } from './source-patch.ts'

/** What a visit must have in it for a twin to give itself away there. */
export type Telling = 'sent' | 'opened' | 'parts' | 'back'

/** One site that is played: as built, or with one defence out. */
export interface Site {
  readonly name: string
  readonly host: string
  readonly patches: readonly Patch[]
  /** Pages are not `no-store`: then Chromium's back-forward cache may hold them. */
  readonly mayBeKept: boolean
  /** Null for a site on which nothing must tell. */
  readonly tells: Telling | null
}

export const AS_BUILT: Site = {
  name: 'as built',
  host: 'paper.example',
  patches: [],
  mayBeKept: false,
  tells: null,
}

/** A mirror that lets pages be kept: Back brings the very document, for a source as for a reader. */
export const KEPT: Site = {
  ...AS_BUILT,
  name: 'as built, pages may be kept',
  host: 'kept.example',
  mayBeKept: true,
}

/** Where every act of a person at the composer passes. */
const ACTS = { file: 'page/start-page.ts', from: 'composer.act(act.name, act.target)' }

/** At acts of these names the twin does `what` as well. */
function atActs(names: readonly string[], what: string): Patch[] {
  return [{ ...ACTS, to: `${ACTS.from}\nif (${JSON.stringify(names)}.includes(act.name)) ${what}` }]
}

/** Every visit of one of these in which a source does what tells must give her away. */
export const TWINS: readonly Site[] = [
  {
    name: 'sends on click',
    host: 'click.example',
    mayBeKept: false,
    tells: 'sent',
    patches: atActs(
      ['send'],
      `void fetch(new URL('../cell', import.meta.url), {
         method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer',
         headers: { 'content-type': 'application/octet-stream' },
         body: crypto.getRandomValues(new Uint8Array(16_384)) })`,
    ),
  },
  {
    name: 'no padding',
    host: 'padding.example',
    mayBeKept: false,
    tells: 'parts',
    patches: [
      {
        file: 'roles/page-view.ts',
        from: 'return { cell: makeCell(env, statement, head), head }',
        to: `const padded = makeCell(env, statement, head)
          const unused = 12_845 - (head?.part.body.length ?? 0)
          return { cell: padded.slice(0, padded.length - unused), head }`,
      },
    ],
  },
  {
    name: 'fetches at unlock',
    host: 'unlock.example',
    mayBeKept: false,
    tells: 'opened',
    patches: atActs(
      ['open'],
      `void fetch(new URL('../now', import.meta.url), { cache: 'no-store' })`,
    ),
  },
  {
    name: 'loads the composer when it is opened',
    host: 'lazy.example',
    mayBeKept: false,
    tells: 'opened',
    patches: atActs(
      ['new', 'return'],
      `void fetch(import.meta.url, { cache: 'no-store' }).then((file) => file.arrayBuffer())`,
    ),
  },
  {
    name: 'Back reloads for composers only',
    host: 'back.example',
    mayBeKept: true,
    tells: 'back',
    patches: atActs(['open'], `addEventListener('unload', () => {})`),
  },
]

/** Twins of the game `abandon`: a view that a reader leaves and a source does not. */
export const ABANDON_TWINS: readonly Site[] = [
  {
    ...AS_BUILT,
    name: 'composer live before the moment',
    host: 'early.example',
    patches: [
      {
        file: 'page/composer.ts',
        from: 'this.#root.inert = true',
        to: 'this.#root.inert = false',
      },
    ],
  },
  {
    ...AS_BUILT,
    name: 'random moment',
    host: 'random.example',
    patches: [
      {
        file: 'page/page-view.ts',
        from: 'await beat.at(SEND_AFTER_MS)\n  if (left',
        to: `setTimeout(() => void showDoor(composer, left), SEND_AFTER_MS)
          await pause(5 * SEND_AFTER_MS * Math.random())
          if (left`,
      },
    ],
  },
  {
    ...AS_BUILT,
    name: 'prerendered pages do not wait',
    host: 'prerender.example',
    patches: [
      {
        file: 'page/start-page.ts',
        from: 'document.prerendering === true',
        to: 'document.prerendering === null',
      },
    ],
  },
]

export const SITES: readonly Site[] = [AS_BUILT, KEPT, ...TWINS, ...ABANDON_TWINS]
