import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pluralCases } from '@postern/reader/messages'
import { type Catalogue, readCatalogues, REFERENCE } from './catalogues.ts'

/** Messages that are settings and not words: taken over as they are, to be looked at. */
const SETTINGS = new Set(['durations'])
const FACTS = 'packages/site/src/language.ts'

/**
 * Makes the files of a new language, every message of them to be translated, and makes them known
 * to their packages. Returns the files written or changed. TypeError for a tag that is none, or
 * that is there already; nothing is written then.
 */
export async function addLanguage(root: string, tag: string): Promise<string[]> {
  const catalogues = await readCatalogues(root)
  const refused = refusal(catalogues, tag)
  if (refused !== null) throw new TypeError(refused)
  const written = catalogues.flatMap((one) => [writeMessages(one, tag), makeKnown(one, tag)])
  return [...written, addFacts(root, tag)].map((path) => relative(root, path))
}

/** How the new language is finished. */
export function nextSteps(tag: string): string {
  return `Next:
  1. Translate each message in these files; the English stands above it. {names} stay as they are.
     Plural cases of this language: ${pluralCases(tag).join(', ')}.
  2. npm run language           says what is still missing, as npm run check does.
  3. Add ${tag} to the languages of your site, with its titles, desks and at least one story.
  4. npm run screens            look at every step in the new language.`
}

function refusal(catalogues: readonly Catalogue[], tag: string): string | null {
  if (!/^[a-z]{2,3}$/u.test(tag) || nameOf(tag) === tag)
    return `“${tag}” is not the tag of a language: give two or three letters of ISO 639, as in “de”`
  const has = catalogues.find(({ languages }) => languages.has(tag))
  return has ? `${tag} is there already, in ${has.name}: nothing was changed` : null
}

function writeMessages({ folder, languages }: Catalogue, tag: string): string {
  const path = join(folder, `${tag}.ts`)
  const english = readFileSync(join(folder, `${REFERENCE}.ts`), 'utf8')
  const head = english.slice(0, english.indexOf('{\n', english.indexOf('export const')))
  const body = toTranslate(languages.get(REFERENCE) ?? {}, '  ')
  writeFileSync(path, `${head.replace(`const ${REFERENCE}`, `const ${tag}`)}{\n${body}}\n`)
  return path
}

function toTranslate(messages: object, indent: string): string {
  return Object.entries(messages)
    .map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'string')
        return `${indent}${name}: {\n${toTranslate(Object(value), `${indent}  `)}${indent}},\n`
      if (SETTINGS.has(name)) return `${indent}${name}: '${value}',\n`
      return `${indent}// ${value}\n${indent}${name}: '',\n`
    })
    .join('')
}

/** Into the list of the package's catalogue: its import, and its name in the last braces. */
function makeKnown({ folder }: Catalogue, tag: string): string {
  const path = join(folder, 'index.ts')
  const before = readFileSync(path, 'utf8')
  const named = before.replace(/(CATALOGUE[^=]*= \{ [^}]*[^ ])( \})/u, `$1, ${tag}$2`)
  if (named === before) throw new TypeError(`${path} has no list of languages on one line`)
  writeFileSync(path, `import { ${tag} } from './${tag}.ts'\n${named}`)
  return path
}

function addFacts(root: string, tag: string): string {
  const path = join(root, FACTS)
  if (!existsSync(path)) return path
  const before = readFileSync(path, 'utf8')
  const known = new RegExp(`^  ${tag}: `, 'mu').test(before)
  const line = `  ${tag}: { ownName: '${nameOf(tag)}', direction: '${directionOf(tag)}', dates: '${tag}' },\n`
  if (!known) writeFileSync(path, before.replace(/(FACTS: [^=]*= \{\n(?: {2}.*\n)*)/u, `$1${line}`))
  return path
}

/** The language's name in itself; the tag when nobody knows it. */
function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames([tag, REFERENCE], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

function directionOf(tag: string): string {
  return new Intl.Locale(tag).getTextInfo().direction ?? 'ltr'
}
