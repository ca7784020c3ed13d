import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { toHex } from '@postern/protocol'
import { minify } from '@swc/core'
import { build, type BuildOptions } from 'esbuild'
import type { Trusted } from './client/keeper.ts'
import { packedWordList } from './word-list-plugin.ts'

/** The reader client as one immutable file with the hash of its bytes in its name. */
export interface ReaderAsset {
  /** `reader-<16 hex digits>.js` */
  readonly name: string
  readonly bytes: Uint8Array
  readonly type: string
}

/** Every reader's page carries it: composer, cryptography and word list. */
export const READER_BUDGET_BYTES: number = 60 * 1_024

/**
 * Bundles the browser half with the root key and the organisation compiled in (B1). The same input
 * gives the same bytes. Throws when the file would be over budget.
 */
export async function buildReader({ root, organisation }: Trusted): Promise<ReaderAsset> {
  const lane = await buildFastLane()
  const { outputFiles } = await build({
    ...bundled('./page/reader.ts'),
    plugins: [packedWordList],
    define: {
      POSTERN_ROOT: JSON.stringify(toHex(root)),
      POSTERN_ORGANISATION: JSON.stringify(toHex(organisation)),
      POSTERN_LANE: JSON.stringify(lane.name),
      POSTERN_ARGON2: JSON.stringify(argon2Module()),
    },
  })
  const bytes = await smaller(outputFiles[0]?.text ?? '')
  checkBudget(bytes)
  return named('reader', bytes)
}

/** What an onion address's pages ask for besides: large files. (O10) */
export async function buildFastLane(): Promise<ReaderAsset> {
  const { outputFiles } = await build(bundled('./page/fast-lane.ts'))
  return named('fast-lane', await smaller(outputFiles[0]?.text ?? ''))
}

function bundled(entry: string): BuildOptions & { write: false } {
  return {
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    charset: 'utf8',
    legalComments: 'none',
  }
}

function named(name: string, bytes: Uint8Array): ReaderAsset {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { name: `${name}-${hash}.js`, bytes, type: 'text/javascript; charset=utf-8' }
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

function checkBudget(bytes: Uint8Array): void {
  const compressed = brotliCompressSync(bytes).length
  if (compressed <= READER_BUDGET_BYTES) return
  throw new Error(`reader client: ${compressed} bytes compressed, budget ${READER_BUDGET_BYTES}`)
}
