import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BagFile, Verifier } from '../src/index.ts'

/** The program and the guide as they go with an export. */
export function verifier(authority: string): Verifier {
  const text = (name: string): string =>
    readFileSync(fileURLToPath(new URL(`../src/verify/${name}`, import.meta.url)), 'utf8')
  return { guide: text('VERIFY.md'), program: text('verify.py'), authority }
}

/** Writes a bag's files as they come. */
export async function layBag(folder: string, files: AsyncIterable<BagFile>): Promise<void> {
  for await (const { path, bytes } of files) {
    const pieces: Uint8Array[] = []
    for await (const piece of bytes) pieces.push(piece)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), Buffer.concat(pieces))
  }
}

/** What a forger who knows the form of bags does afterwards: all hashes are right again. */
export function makeManifestsAnew(folder: string): void {
  const payload = filesUnder(join(folder, 'data')).map((path) => relative(folder, path))
  const octets = payload.reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0)
  const info = readFileSync(join(folder, 'bag-info.txt'), 'utf8')
  const oxum = `Payload-Oxum: ${octets}.${payload.length}`
  writeFileSync(join(folder, 'bag-info.txt'), info.replace(/Payload-Oxum: .*/u, oxum))
  writeFileSync(join(folder, 'manifest-sha256.txt'), manifest(folder, payload))
  const tags = readdirSync(folder).filter(
    (name) => name !== 'data' && !name.startsWith('tagmanifest'),
  )
  writeFileSync(join(folder, 'tagmanifest-sha256.txt'), manifest(folder, tags))
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

function manifest(folder: string, paths: readonly string[]): string {
  const digest = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex')
  return paths.map((path) => `${digest(path)}  ${path}\n`).join('')
}
