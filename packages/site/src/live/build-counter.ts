import { stripTypeScriptTypes } from 'node:module'
import { readAssetFile } from '../asset-files.ts'
import { contentHash, type SiteFile } from '../manifest.ts'

/** The script that counts updates, one immutable file, the same on every page: its source without types. */
export function buildCounter(): { readonly path: string; readonly file: SiteFile } {
  const source = new TextDecoder().decode(readAssetFile('counter.ts'))
  const bytes = new TextEncoder().encode(stripTypeScriptTypes(source))
  const path = `/assets/counter-${contentHash(bytes)}.js`
  return { path, file: { bytes, type: 'text/javascript; charset=utf-8' } }
}
