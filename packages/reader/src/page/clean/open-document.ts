import { PosternError } from '@postern/protocol/error'
import { plainEmbedded } from './embedded.ts'
import type { CleanedFile, Job } from './job.ts'
import { plainOpenXml } from './open-document-xml.ts'
import { packParts, type Parts } from './package-parts.ts'
import { elementsNamed, parseXml, writeElements } from './xml.ts'

const MANIFEST = 'META-INF/manifest.xml'
const NAMESPACE = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'
const TYPE = 'application/vnd.oasis.opendocument.'

const ENDINGS: Readonly<Record<string, string>> = {
  [`${TYPE}text`]: '.odt',
  [`${TYPE}spreadsheet`]: '.ods',
  [`${TYPE}presentation`]: '.odp',
}

/** Text, styles and pictures, of the paper and of what is embedded in it; nothing else is kept. */
const KEPT =
  /^(?:(?:Object \d+\/)?(?:content|styles)\.xml|(?:Object \d+\/)?(?:Pictures|media)\/[^/]+)$/i

/**
 * Writes an OpenDocument paper anew from its text, styles and pictures. Gone are properties,
 * settings, previews, scripts, signatures and comments; tracked changes are accepted. Throws
 * PosternError 'locked', 'damaged', 'unknown-kind' or 'stopped'.
 */
export async function cleanOpenDocument(parts: Parts, job: Job): Promise<CleanedFile> {
  const mediaType = typeOf(parts)
  const ending = ENDINGS[mediaType]
  if (ending === undefined) throw new PosternError('unknown-kind')
  const listed = listedTypes(parts)
  const kept = [...parts.keys()].filter((path) => KEPT.test(path))
  if (!kept.includes('content.xml')) throw new PosternError('damaged')
  const made = new Map<string, Uint8Array>([['mimetype', new TextEncoder().encode(mediaType)]])
  for (const [at, path] of kept.entries()) {
    const bytes = parts.get(path) ?? new Uint8Array()
    made.set(path, path.endsWith('.xml') ? plainOpenXml(bytes) : await plainEmbedded(bytes, job))
    await job.reach({ unit: 'percent', done: Math.floor(((at + 1) * 100) / kept.length), of: 100 })
  }
  made.set(MANIFEST, manifest(mediaType, kept, listed))
  return {
    choice: 'cleaned',
    kind: 'paper',
    bytes: packParts(made, ['mimetype']),
    mediaType,
    ending,
  }
}

/** A template is written as the paper that it makes. */
function typeOf(parts: Parts): string {
  const said = new TextDecoder().decode(parts.get('mimetype'))
  return said.trim().replace(/-template$/, '')
}

function listedTypes(parts: Parts): Map<string, string> {
  const document = parseXml(parts.get(MANIFEST) ?? new Uint8Array())
  if (elementsNamed(document, 'encryption-data').length > 0) throw new PosternError('locked')
  return new Map(
    elementsNamed(document, 'file-entry').map((element) => [
      element.getAttributeNS(NAMESPACE, 'full-path') ?? '',
      element.getAttributeNS(NAMESPACE, 'media-type') ?? '',
    ]),
  )
}

function manifest(
  mediaType: string,
  kept: readonly string[],
  listed: ReadonlyMap<string, string>,
): Uint8Array {
  const folders = new Set(kept.flatMap((path) => /^Object \d+\//.exec(path)?.[0] ?? []))
  const entries = [
    ['/', mediaType],
    ...[...folders, ...kept].map((path) => [path, listed.get(path) ?? ''] as const),
  ] as const
  const elements = entries.map(([path, type]) => ({
    name: 'manifest:file-entry',
    attributes: { 'manifest:full-path': path, 'manifest:media-type': type },
  }))
  return writeElements('manifest:manifest', NAMESPACE, elements)
}
