import { isLocalAddress, KEPT_RELATIONS } from './office-keys.ts'
import type { Parts } from './package-parts.ts'
import { elementsNamed, parseXml, writeElements } from './xml.ts'

/** One relation of a part that goes on. */
export interface Relation {
  readonly id: string
  readonly type: string
  /** The path of a part, or an address outside. */
  readonly target: string
  readonly isOutside: boolean
}

/** Relations by the path of the part that has them; the package's own under ''. */
export type Relations = ReadonlyMap<string, readonly Relation[]>

const NAMESPACE = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** Every relation that stays, from the package's own on, each part once. */
export function relationsOf(parts: Parts): Relations {
  const relations = new Map<string, readonly Relation[]>()
  const due = ['']
  for (let path = due.pop(); path !== undefined; path = due.pop()) {
    if (relations.has(path)) continue
    const list = relationsFrom(parts, path)
    relations.set(path, list)
    due.push(...partsIn(list))
  }
  return relations
}

/** Paths of the parts that are reached, in the order in which they are. */
export function reachedParts(relations: Relations): string[] {
  return [...new Set(partsIn([...relations.values()].flat()))]
}

export function relationsPath(path: string): string {
  const slash = path.lastIndexOf('/') + 1
  return `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`
}

export function writeRelations(list: readonly Relation[]): Uint8Array {
  const elements = list.map(({ id, type, target, isOutside }) => ({
    name: 'Relationship',
    attributes: {
      Id: id,
      Type: type,
      Target: isOutside ? target : `/${target}`,
      ...(isOutside && { TargetMode: 'External' }),
    },
  }))
  return writeElements('Relationships', NAMESPACE, elements)
}

function partsIn(list: readonly Relation[]): string[] {
  return list.filter(({ isOutside }) => !isOutside).map(({ target }) => target)
}

function relationsFrom(parts: Parts, path: string): Relation[] {
  const bytes = parts.get(relationsPath(path))
  if (bytes === undefined) return []
  return elementsNamed(parseXml(bytes), 'Relationship').flatMap((element) => {
    const type = element.getAttribute('Type') ?? ''
    const kind = type.slice(type.lastIndexOf('/') + 1)
    const said = element.getAttribute('Target') ?? ''
    const isOutside = element.getAttribute('TargetMode') === 'External'
    const target = isOutside ? said : resolved(path, said)
    const leads = isOutside ? kind === 'hyperlink' && !isLocalAddress(said) : parts.has(target)
    const id = element.getAttribute('Id') ?? ''
    return KEPT_RELATIONS.has(kind) && leads ? [{ id, type, target, isOutside }] : []
  })
}

/** A target is said from the folder of the part that names it. */
function resolved(path: string, target: string): string {
  const base = new URL(`http://package/${path}`)
  return decodeURIComponent(new URL(target, base).pathname.slice(1))
}
