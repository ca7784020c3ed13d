import { PosternError } from '@postern/protocol/error'
import type { Parts } from './package-parts.ts'
import { elementsNamed, parseXml, writeElements } from './xml.ts'

export const TYPES_PATH = '[Content_Types].xml'

export interface PartTypes {
  /** By file ending, in small letters. */
  readonly defaults: ReadonlyMap<string, string>
  /** By path. */
  readonly overrides: ReadonlyMap<string, string>
}

const NAMESPACE = 'http://schemas.openxmlformats.org/package/2006/content-types'
const OFFICE = 'application/vnd.openxmlformats-officedocument.'

/** What the main part says, with macros or without, and what the whole then is. */
const MAIN = [
  [/word|wordprocessingml/, `${OFFICE}wordprocessingml.document`, '.docx'],
  [/excel|spreadsheetml/, `${OFFICE}spreadsheetml.sheet`, '.xlsx'],
  [/powerpoint|presentationml/, `${OFFICE}presentationml.presentation`, '.pptx'],
] as const

export function partTypes(parts: Parts): PartTypes {
  const document = parseXml(parts.get(TYPES_PATH) ?? new Uint8Array())
  const read = (name: string, key: string): [string, string][] =>
    elementsNamed(document, name).map((element) => [
      element.getAttribute(key) ?? '',
      element.getAttribute('ContentType') ?? '',
    ])
  return {
    defaults: new Map(read('Default', 'Extension').map(([key, type]) => [key.toLowerCase(), type])),
    overrides: new Map(read('Override', 'PartName').map(([key, type]) => [key.slice(1), type])),
  }
}

/** The whole package's type by its main part. Throws PosternError 'unknown-kind'. */
export function packageType(main: string): { readonly mediaType: string; readonly ending: string } {
  const found = MAIN.find(([pattern]) => pattern.test(main))
  if (found === undefined || !main.endsWith('.main+xml')) throw new PosternError('unknown-kind')
  return { mediaType: found[1], ending: found[2] }
}

/** Only what is there; the main part becomes a plain one, without macros and no template. */
export function writePartTypes(
  types: PartTypes,
  kept: readonly string[],
  main: string,
): Uint8Array {
  const endings = new Set(['rels', ...kept.map((path) => path.split('.').at(-1)?.toLowerCase())])
  const defaults = [...types.defaults].filter(([ending]) => endings.has(ending))
  const overrides = kept.flatMap((path) => {
    const type = types.overrides.get(path)
    if (type === undefined) return []
    return [[`/${path}`, path === main ? `${packageType(type).mediaType}.main+xml` : type] as const]
  })
  return writeElements('Types', NAMESPACE, [
    ...defaults.map(([key, type]) => typeElement('Default', 'Extension', key, type)),
    ...overrides.map(([key, type]) => typeElement('Override', 'PartName', key, type)),
  ])
}

function typeElement(
  name: string,
  key: string,
  value: string,
  type: string,
): { name: string; attributes: Record<string, string> } {
  return { name, attributes: { [key]: value, ContentType: type } }
}
