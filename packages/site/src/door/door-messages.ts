/**
 * The words of the confidential door without script. On the public address they say how to reach it,
 * on the onion address they stand in its form. `{…}` is put in by `filled`.
 */
export interface DoorMessages {
  readonly title: string
  readonly link: string
  /** On the public address. */
  readonly notHere: string
  readonly waysTitle: string
  readonly wayScript: string
  readonly wayOnion: string
  readonly wayLetter: string
  readonly onionTitle: string
  readonly onionWhat: string
  readonly onionSteps: readonly string[]
  readonly noOnion: string
  /** On the onion address. */
  readonly smallerTitle: string
  readonly smaller: readonly string[]
  readonly withScript: string
  readonly first: string
  readonly firstText: string
  readonly makeWords: string
  readonly back: string
  readonly backText: string
  readonly wordsTitle: string
  readonly wordsText: string
  readonly typeBack: string
  readonly wordsLabel: string
  readonly wordsHint: string
  readonly open: string
  readonly threadTitle: string
  readonly nothingYet: string
  readonly desk: string
  readonly received: string
  readonly writeTitle: string
  readonly text: string
  readonly files: string
  readonly filesHint: string
  readonly keepNames: string
  readonly large: string
  readonly leaves: string
  readonly forgets: string
  readonly send: string
  readonly lookAgain: string
  readonly whichDesk: string
  readonly sent: string
  readonly troubleTitle: string
  readonly trouble: Readonly<Record<DoorTrouble, string>>
}

/** What an honest person can have done, or met, each with its sentence. */
export const DOOR_TROUBLES = [
  'unknown-word',
  'unknown-word-near',
  'wrong-count',
  'slip',
  'other-words',
  'old-page',
  'nothing',
  'no-desk',
  'text-too-long',
  'too-many-files',
  'too-large',
  'too-many-parts',
  'not-whole',
  'busy',
  'closed',
  'elsewhere',
] as const

export type DoorTrouble = (typeof DOOR_TROUBLES)[number]

/** Puts values in place of `{name}`, numbers in the language's digits; TypeError for a name that has none. */
export function filled(
  language: string,
  pattern: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return pattern.replaceAll(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new TypeError(`no value for ${name}`)
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value
  })
}
