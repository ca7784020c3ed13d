import { PosternError } from '@postern/protocol/error'
import { plainEmbedded } from './embedded.ts'
import type { CleanedFile, Job } from './job.ts'
import { plainOfficeXml } from './office-xml.ts'
import { reachedParts, relationsOf, relationsPath, writeRelations } from './office-relations.ts'
import { packageType, partTypes, TYPES_PATH, writePartTypes } from './office-types.ts'
import { packParts, type Parts } from './package-parts.ts'

/**
 * Writes an office paper anew from the parts that are reached by relations that show something. Gone
 * are properties, custom data, comments, macros, printers, embedded objects, previews and pivot
 * caches; tracked changes are accepted. Throws PosternError 'damaged', 'unknown-kind' or 'stopped'.
 */
export async function cleanOffice(parts: Parts, job: Job): Promise<CleanedFile> {
  const types = partTypes(parts)
  const relations = relationsOf(parts)
  const kept = reachedParts(relations)
  const main = relations.get('')?.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? ''
  const whole = packageType(types.overrides.get(main) ?? '')
  const made = new Map([[TYPES_PATH, writePartTypes(types, kept, main)]])
  made.set(relationsPath(''), writeRelations(relations.get('') ?? []))
  for (const [at, path] of kept.entries()) {
    const list = relations.get(path) ?? []
    made.set(path, await plainPart(path, parts, new Set(list.map(({ id }) => id)), job))
    if (list.length > 0) made.set(relationsPath(path), writeRelations(list))
    await job.reach({ unit: 'percent', done: Math.floor(((at + 1) * 100) / kept.length), of: 100 })
  }
  return { choice: 'cleaned', kind: 'paper', bytes: packParts(made), ...whole }
}

async function plainPart(
  path: string,
  parts: Parts,
  relationIds: ReadonlySet<string>,
  job: Job,
): Promise<Uint8Array> {
  const bytes = parts.get(path)
  if (bytes === undefined) throw new PosternError('damaged')
  return /\.xml$/i.test(path) ? plainOfficeXml(bytes, relationIds) : plainEmbedded(bytes, job)
}
