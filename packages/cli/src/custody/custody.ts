import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  type Attachment,
  displayName,
  type Env,
  fromHex,
  joinHalves,
  openHalf,
  PosternError,
  toHex,
} from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import { z } from 'zod'
import { writeJsonFile } from '../data-folder.ts'
import type { Say } from '../say.ts'
import { readCustodyKey } from './custody-key.ts'

/** Far above what fits a message: a file that swells to more is none that a page of ours sealed. */
const MOST_BYTES = 67_108_864

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/)

/** What one person hands to the other: it opens this one original, and nothing without the other half. */
const halfForm = z.object({
  version: z.literal(1),
  organisation: hex.length(32),
  desk: hex.length(32),
  hand: z.union([z.literal(1), z.literal(2)]),
  /** SHA-256 of the sealed original. */
  of: hex.length(64),
  half: hex.length(64),
})

type Half = z.infer<typeof halfForm>

/**
 * `postern custody half`: what this person's key opens of one sealed original, into a file beside it.
 * PosternError 'bad-usage'.
 */
export async function custodyHalf(
  env: Env,
  keyPath: string,
  sealedPath: string,
  say: Say,
): Promise<void> {
  const key = await readCustodyKey(keyPath)
  const sealed = await readSealed(sealedPath)
  const half = attempt(() => openHalf(env.suite, key, key.hand, env.suite.kemKey(key.seed), sealed))
  if (half === null)
    throw new PosternError(
      'bad-usage',
      `${sealedPath} was not sealed to this key: another desk's, an earlier key, or no sealed original.`,
    )
  const path = `${sealedPath}.half-${key.hand + 1}`
  await writeJsonFile(path, {
    version: 1,
    organisation: toHex(key.organisation),
    desk: toHex(key.desk),
    hand: key.hand === 0 ? 1 : 2,
    of: toHex(env.suite.sha256(sealed)),
    half: toHex(half),
  } satisfies Half)
  say.line(
    `Your half is in ${path}. It opens this one file, with the other half and never without.`,
  )
  say.line('The other person makes theirs; then: postern custody open <file> <half> <half>')
  say.result({ event: 'half', path })
}

/**
 * `postern custody open`: both halves, into the original, which is not written over anything that is
 * there. PosternError 'bad-usage'.
 */
export async function custodyOpen(
  env: Env,
  sealedPath: string,
  halfPaths: readonly [string, string],
  out: string,
  say: Say,
): Promise<void> {
  const sealed = await readSealed(sealedPath)
  const [first, second] = inOrder(await Promise.all(halfPaths.map(readHalf)))
  const of = toHex(env.suite.sha256(sealed))
  if (first.of !== of || second.of !== of)
    throw new PosternError('bad-usage', `These are not both halves of ${sealedPath}.`)
  const place = { organisation: fromHex(first.organisation), desk: fromHex(first.desk) }
  const halves = [fromHex(first.half), fromHex(second.half)] as const
  const original = attempt(() => joinHalves(env.suite, place, halves, sealed, MOST_BYTES))
  if (original === null)
    throw new PosternError('bad-usage', 'The two halves do not open it: one of them was changed.')
  if (existsSync(out))
    throw new PosternError('bad-usage', `${out} is there already: name another file with --out.`)
  await writeFileDurably(out, original.bytes, 0o600)
  sayOpened(say, out, original)
}

function sayOpened(say: Say, out: string, original: Attachment): void {
  const sha256 = toHex(original.sha256)
  say.title('Opened by two.')
  say.fact('Written to', out)
  say.fact('Named', displayName(original.name))
  say.fact('Type', original.mediaType)
  say.fact('SHA-256', sha256)
  say.warn(
    'It came as it was: open it on a machine that may be lost, and keep it apart from the case.',
  )
  say.result({ event: 'opened', out, sha256, mediaType: original.mediaType })
}

/** First hand, second hand. */
function inOrder(halves: readonly Half[]): readonly [Half, Half] {
  const [first, second] = halves.toSorted((a, b) => a.hand - b.hand)
  if (first?.hand !== 1 || second?.hand !== 2)
    throw new PosternError(
      'bad-usage',
      'Two halves are needed, one of each person: these are of one.',
    )
  return [first, second]
}

async function readSealed(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null)
    throw new PosternError(
      'bad-usage',
      `${path} cannot be read: save the sealed file from the desk first.`,
    )
  return new Uint8Array(bytes)
}

async function readHalf(path: string): Promise<Half> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const read = z.preprocess(parsed, halfForm).safeParse(text)
  if (!read.success) throw new PosternError('bad-usage', `${path} is missing, or is no half.`)
  return read.data
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}

/** Whatever is wrong with bytes from outside is one thing to the person: it does not open. */
function attempt<T>(open: () => T | null): T | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
