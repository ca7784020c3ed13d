import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The language that every other one is measured by, and written from. */
export const REFERENCE = 'en'

/** All messages of one package, by language. */
export interface Catalogue {
  /** Name of the package. */
  readonly name: string
  readonly folder: string
  readonly languages: ReadonlyMap<string, object>
}

const LANGUAGE_FILE = /^([a-z]{2,3})\.ts$/u

/** The catalogues of every package that has a folder `src/messages` with an English file. */
export async function readCatalogues(root: string): Promise<Catalogue[]> {
  const packages = readdirSync(join(root, 'packages')).toSorted()
  const folders = packages.map((name) => [name, join(root, 'packages', name, 'src/messages')])
  const found = folders.filter(([, folder = '']) => existsSync(join(folder, `${REFERENCE}.ts`)))
  return Promise.all(found.map(([name = '', folder = '']) => readCatalogue(name, folder)))
}

async function readCatalogue(name: string, folder: string): Promise<Catalogue> {
  const tags = readdirSync(folder).flatMap((file) => LANGUAGE_FILE.exec(file)?.[1] ?? [])
  const languages = new Map<string, object>()
  for (const tag of tags.toSorted()) languages.set(tag, await messagesIn(folder, tag))
  return { name, folder, languages }
}

/** A language's file exports its messages under the language's tag. */
async function messagesIn(folder: string, tag: string): Promise<object> {
  const module: unknown = await import(pathToFileURL(join(folder, `${tag}.ts`)).href)
  const messages: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, tag) : null
  if (typeof messages !== 'object' || messages === null)
    throw new TypeError(`${join(folder, `${tag}.ts`)} exports no messages called ${tag}`)
  return messages
}
