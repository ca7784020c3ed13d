import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { toHex } from '@postern/protocol'
import { minify } from '@swc/core'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import type { Trusted } from './client/keeper.ts'
import { slimPdf } from './slim-pdf-plugin.ts'
import { packedWordList } from './word-list-plugin.ts'

/** One immutable file with the hash of its bytes in its name. */
export interface ReaderAsset {
  /** `reader-<16 hex digits>.js`, `cleaner-…`, `lane-…` */
  readonly name: string
  readonly bytes: Uint8Array
  readonly type: string
}

/** Every reader's page carries it: composer, cryptography and word list. */
export const READER_BUDGET_BYTES: number = 60 * 1_024

/** Every reader's page fetches it after its cell: what cleans files. */
export const CLEANER_BUDGET_BYTES: number = 250 * 1_024

/** The files of the reader's client, which lie beside each other. */
export interface ReaderFiles {
  readonly script: ReaderAsset
  readonly cleaner: ReaderAsset
  /** Asked for where the page's own host is an onion address, and nowhere else. (O10) */
  readonly lane: ReaderAsset
}

/**
 * Bundles the browser half with the root key and the organisation compiled in (B1). The same input
 * gives the same bytes. Throws when a file would be over budget. Games hand in patches, which take
 * one defence out of the sources on their way into the bundle; nothing that is shipped knows of them.
 */
export async function buildReader(
  { root, organisation }: Trusted,
  patches: readonly Plugin[] = [],
): Promise<ReaderFiles> {
  const cleaner = await (cleanerBuilt ??= buildCleaner())
  const lane = await (laneBuilt ??= buildLane())
  const options: BuildOptions = {
    ...COMMON,
    plugins: [packedWordList, ...patches],
    define: {
      POSTERN_ROOT: JSON.stringify(toHex(root)),
      POSTERN_ORGANISATION: JSON.stringify(toHex(organisation)),
      POSTERN_ARGON2: JSON.stringify(argon2Module()),
      POSTERN_CLEANER: JSON.stringify(cleaner.name),
      POSTERN_LANE: JSON.stringify(lane.name),
    },
  }
  const [page, worker] = [await half('reader', options), await half('worker', options)]
  const bytes = await smaller(inOneFile(page, worker))
  return { script: asset('reader', bytes, READER_BUDGET_BYTES), cleaner, lane }
}

const COMMON: BuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  target: 'es2023',
  charset: 'utf8',
  legalComments: 'none',
}

/** They are the same for every organisation, and are built once in a process. */
let cleanerBuilt: Promise<ReaderAsset> | null = null
let laneBuilt: Promise<ReaderAsset> | null = null

async function buildCleaner(): Promise<ReaderAsset> {
  const text = await half('cleaner', { ...COMMON, plugins: [slimPdf] })
  return asset('cleaner', new TextEncoder().encode(text), CLEANER_BUDGET_BYTES)
}

async function buildLane(): Promise<ReaderAsset> {
  return asset('lane', await smaller(await half('lane/lane', COMMON)), CLEANER_BUDGET_BYTES)
}

function asset(name: string, bytes: Uint8Array, budget: number): ReaderAsset {
  checkBudget(name, bytes, budget)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { name: `${name}-${hash}.js`, bytes, type: 'text/javascript; charset=utf-8' }
}

async function half(
  name: 'reader' | 'worker' | 'cleaner' | 'lane/lane',
  options: BuildOptions,
): Promise<string> {
  const entryPoints = [fileURLToPath(new URL(`./page/${name}.ts`, import.meta.url))]
  const { outputFiles } = await build({ ...options, entryPoints })
  return outputFiles?.[0]?.text ?? ''
}

/**
 * One file for the page and both workers. Each half is whole and runs only where it belongs: the tables of
 * the cryptography, 20 ms of work on a desktop, are never made where the page is drawn.
 */
function inOneFile(page: string, worker: string): string {
  return `if(typeof document==="undefined"){${worker}}else{${page}}`
}

/** What Brotli leaves of it is a sixteenth less than after esbuild alone. */
async function smaller(script: string): Promise<Uint8Array> {
  const { code } = await minify(script, {
    module: true,
    mangle: { toplevel: true },
    compress: { passes: 3 },
    format: { comments: false },
  })
  return new TextEncoder().encode(code)
}

/**
 * The plain one of the library's two modules: it runs where there is no SIMD. Hexadecimal, since
 * base64 hides from Brotli where one byte ends.
 */
function argon2Module(): string {
  const path = createRequire(import.meta.url).resolve('argon2id/dist/no-simd.wasm')
  return readFileSync(path).toString('hex')
}

function checkBudget(name: string, bytes: Uint8Array, budget: number): void {
  const compressed = brotliCompressSync(bytes).length
  if (compressed > budget)
    throw new Error(`${name}: ${compressed} bytes compressed, budget ${budget}`)
}
