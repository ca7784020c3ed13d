import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fromHex, fromUtf8, PosternError, type Suite } from '@postern/protocol'
import { rootFingerprintWords } from '@postern/protocol/words'
import { HASH_LIST, readHashList } from '@postern/site'
import type { Say } from '../say.ts'
import { sameWords } from '../same-words.ts'
import { openSeal, SEAL } from './copy-seal.ts'

/** What is wrong with a copy: names of files. */
interface Wrong {
  readonly missing: readonly string[]
  readonly changed: readonly string[]
  /** Files that are in no list: nobody signed them. */
  readonly added: readonly string[]
}

const SHOWN = 10

/**
 * `postern check-copy`: every file of a copy against the list, and the list against the root's
 * signature. PosternError 'unverified' with one sentence for what does not stand, 'bad-usage' for what
 * is no copy.
 */
export async function checkCopy(
  suite: Suite,
  { target, words }: { readonly target: string; readonly words: string | null },
  say: Say,
): Promise<void> {
  const folder = resolve(target)
  const list = await needed(folder, HASH_LIST)
  const sealed = fromUtf8(await needed(folder, SEAL))
  const seal = standing(() => openSeal(suite, sealed, list))
  const fingerprint = rootFingerprintWords(suite, fromHex(seal.root))
  if (words !== null && !sameWords(words, fingerprint))
    throw new PosternError('unverified', `The root has other words: ${fingerprint.join(' ')}`)
  const hashes = standing(() => readHashList(fromUtf8(list)))
  const wrong = await compare(folder, hashes)
  const found = sentenceOf(wrong)
  if (found !== null) throw new PosternError('unverified', found)
  say.title('This copy is whole.')
  say.line(
    `  ${hashes.size} files, all as they were signed at ${new Date(seal.signedMs).toISOString()}.`,
  )
  say.line(`  The root's words are: ${fingerprint.join(' ')}`)
  say.line(
    words === null
      ? '  Compare them with what the organisation prints or says, or give them with --words.'
      : '  They are the ones you gave.',
  )
  say.result({ verified: true, files: hashes.size, root: seal.root, signedMs: seal.signedMs })
}

async function needed(folder: string, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(folder, name)))
  } catch {
    throw new PosternError('bad-usage', `${folder} is no copy of a site: it has no ${name}.`)
  }
}

function standing<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    throw new PosternError('unverified', error.message.slice(error.code.length + 2))
  }
}

async function compare(folder: string, hashes: ReadonlyMap<string, string>): Promise<Wrong> {
  const own = new Set([HASH_LIST, SEAL])
  const there = new Set((await filesIn(folder)).filter((name) => !own.has(name)))
  const changed: string[] = []
  for (const [name, hash] of hashes)
    if (there.has(name) && (await hashOf(join(folder, name))) !== hash) changed.push(name)
  return {
    changed,
    missing: [...hashes.keys()].filter((name) => !there.has(name)),
    added: [...there].filter((name) => !hashes.has(name)),
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Null when nothing is wrong. */
function sentenceOf({ missing, changed, added }: Wrong): string | null {
  const parts = [
    ...said(changed, 'changed'),
    ...said(missing, 'missing'),
    ...said(added, 'not of it'),
  ]
  return parts.length === 0 ? null : `This copy is not what was signed: ${parts.join('; ')}.`
}

function said(names: readonly string[], what: string): string[] {
  if (names.length === 0) return []
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return [`${names.slice(0, SHOWN).join(', ')}${more} ${what}`]
}
