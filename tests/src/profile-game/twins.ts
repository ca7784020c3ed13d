import { readFileSync } from 'node:fs'
import { buildReader, type ReaderAsset } from '@postern/reader'
import type { Plugin } from 'esbuild'

/** One defence taken out of the client: a text of one of its files, and what stands there instead. */
export interface Twin {
  readonly name: string
  readonly file: RegExp
  readonly text: string
  readonly instead: string
}

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
  const plugin: Plugin = {
    name: 'twin',
    setup: (steps) =>
      steps.onLoad({ filter: file }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        changed += source.split(text).length - 1
        return { contents: source.replace(text, instead), loader: 'ts' }
      }),
  }
  const { script } = await buildReader(trusted, [plugin])
  if (changed !== 1) throw new Error(`a twin's text stands ${changed} times in the client`)
  return script.bytes
}
