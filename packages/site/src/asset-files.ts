import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where what rendering reads lies in the clone; beside the code, where only that was laid. */
const FOLDERS = ['./', './style/', './page/', '../demonstration/pictures/']

/** One style sheet, in the order of its parts. */
const STYLES = ['page', 'lists', 'story', 'reply', 'composer', 'print', 'letters', 'door'].map(
  (part) => `${part}.css`,
)

/** Files that rendering reads and that are no code: they are laid beside the code of a process. */
export function siteAssetFiles(): string[] {
  const pictures = readdirSync(new URL('../demonstration/pictures/', import.meta.url))
  return [...STYLES, 'icon.svg', 'counter.ts', ...pictures].map((name) =>
    fileURLToPath(placeOf(name)),
  )
}

/** The style sheet of every page. */
export function readStyle(): Uint8Array {
  return new Uint8Array(Buffer.concat(STYLES.map(readAssetFile)))
}

export function readAssetFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(placeOf(name)))
}

function placeOf(name: string): URL {
  const places = FOLDERS.map((folder) => new URL(folder + name, import.meta.url))
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new TypeError(`site: the file ${name} is missing`)
  return found
}
