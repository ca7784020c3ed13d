import { copyFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { siteAssetFiles } from '@postern/site'
import { build } from 'esbuild'
import { codeFolder, entryOf, PART_ROLES } from './part.ts'

/** Only the ceremony makes certificates; only who lays pages builds scripts. */
const NOT_IN_PARTS = ['@peculiar/x509', 'reflect-metadata', 'esbuild']

/** What a library of the older module system asks Node for. */
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url)"

/**
 * Lays what the parts run into the data folder, as plain JavaScript: they start in a third of the
 * time, spare the memory of the TypeScript compiler (25 MB in each), and need to read nothing of
 * the clone. None of them may write there. Maps lead the log's places back to the source.
 */
export async function layPartCode(folder: string): Promise<void> {
  const outdir = codeFolder(folder)
  await rm(outdir, { recursive: true, force: true })
  await build({
    entryPoints: Object.fromEntries(PART_ROLES.map((role) => [role, entryOf(role)])),
    outdir,
    bundle: true,
    splitting: true,
    external: NOT_IN_PARTS,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: REQUIRE },
  })
  for (const path of siteAssetFiles()) await copyFile(path, join(outdir, basename(path)))
}
