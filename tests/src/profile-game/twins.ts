import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { toHex } from '@postern/protocol'
import type { ReaderAsset } from '@postern/reader'

/** One defence taken out of the client: a text of one of its files, and what stands there instead. */
export interface Twin {
  readonly name: string
  readonly file: RegExp
  readonly text: string
  readonly instead: string
}

const READER = new URL('../../../packages/reader/', import.meta.url)
const MOMENTS = /reader[/\\]src[/\\]client[/\\]vault-moments\.ts$/
const EXCHANGE = '    let kept: Uint8Array | null = null\n'

export const TWINS: readonly Twin[] = [
  {
    name: 'a vault made on first use',
    file: MOMENTS,
    text: EXCHANGE,
    instead: `    if (books.length === 0) return\n${EXCHANGE}`,
  },
  {
    name: 'a vault renewed on use only',
    file: MOMENTS,
    text: 'stored && renewVault(this.#env, stored)',
    instead: 'stored && (books.length === 0 ? stored : renewVault(this.#env, stored))',
  },
  {
    name: 'a fixed inner layer',
    file: /protocol[/\\]src[/\\]roles[/\\]vault\.ts$/,
    text: '  xorKeyStream(vaultPad(env.suite, nextQ.multiplyUnsafe(e)), 0, behind)\n',
    instead: '',
  },
  {
    name: 'an outbox beside the vault',
    file: MOMENTS,
    text: EXCHANGE,
    instead: `    if (books.length > 0) indexedDB.open('postern-outbox', 1)\n${EXCHANGE}`,
  },
]

/** The client as it is built, but for the twin's one change. Throws when its text is not there. */
export async function buildTwin(
  { file, text, instead }: Twin,
  trusted: { root: Uint8Array; organisation: Uint8Array },
): Promise<ReaderAsset['bytes']> {
  let changed = 0
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/page/reader.ts', READER))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    define: {
      POSTERN_ROOT: JSON.stringify(toHex(trusted.root)),
      POSTERN_ORGANISATION: JSON.stringify(toHex(trusted.organisation)),
      POSTERN_ARGON2: JSON.stringify(argon2Module()),
    },
    plugins: [
      {
        name: 'twin',
        setup: (steps) =>
          steps.onLoad({ filter: file }, ({ path }) => {
            const source = readFileSync(path, 'utf8')
            changed += source.split(text).length - 1
            return { contents: source.replace(text, instead), loader: 'ts' }
          }),
      },
    ],
  })
  if (changed !== 1) throw new Error(`a twin's text stands ${changed} times in the client`)
  return outputFiles[0]?.contents ?? new Uint8Array()
}

function argon2Module(): string {
  const path = createRequire(new URL('package.json', READER)).resolve('argon2id/dist/no-simd.wasm')
  return readFileSync(path).toString('hex')
}
