import { missingMessages } from '@postern/reader/messages'
import { type Catalogue, REFERENCE } from './catalogues.ts'

/** What one language lacks in one package. */
export interface Lacking {
  readonly catalogue: string
  readonly language: string
  /** Names of messages, with the argument or plural case that is absent. */
  readonly lacks: readonly string[]
}

/** Every language that any package has, in every package: a language is there whole or not at all. */
export function lackingMessages(catalogues: readonly Catalogue[]): Lacking[] {
  const languages = new Set(catalogues.flatMap((one) => [...one.languages.keys()]))
  return catalogues.flatMap(({ name, languages: has }) =>
    [...languages].toSorted().map((language) => ({
      catalogue: name,
      language,
      lacks: missingMessages(has.get(REFERENCE) ?? {}, language, has.get(language) ?? {}),
    })),
  )
}

/** One line a language and package, then what it lacks, one line each. */
export function lackingText(all: readonly Lacking[]): string {
  return all
    .flatMap(({ catalogue, language, lacks }) => [
      `${language}  ${catalogue}: ${lacks.length === 0 ? 'complete' : `${lacks.length} missing`}`,
      ...lacks.map((name) => `      ${name}`),
    ])
    .join('\n')
}
