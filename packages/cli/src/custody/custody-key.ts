import { readFile } from 'node:fs/promises'
import {
  type CustodyPlace,
  type Env,
  fromHex,
  type Hand,
  PosternError,
  toHex,
} from '@postern/protocol'
import { z } from 'zod'
import { writeJsonFile } from '../data-folder.ts'

/** One of a desk's two custody keys: who has this file and who has the other open an original together. */
export interface CustodyKey extends CustodyPlace {
  readonly hand: Hand
  /** 32 bytes, from which the key comes. */
  readonly seed: Uint8Array
}

const hexOf = (bytes: number): z.ZodType<string> =>
  z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))

const form = z.object({
  version: z.literal(1),
  organisation: hexOf(16),
  desk: hexOf(16),
  hand: z.union([z.literal(1), z.literal(2)]),
  seed: hexOf(32),
})

/** Two keys for one desk; each is to go to another person. */
export function makeCustodyKeys(
  env: Env,
  place: CustodyPlace,
): readonly [first: CustodyKey, second: CustodyKey] {
  const key = (hand: Hand): CustodyKey => ({ ...place, hand, seed: env.random(32) })
  return [key(0), key(1)]
}

/** What the trust list says of it, 1,216 bytes. */
export function publicCustodyKey({ suite }: Env, { seed }: CustodyKey): Uint8Array {
  return suite.kemKey(seed).publicKey
}

export async function writeCustodyKey(path: string, key: CustodyKey): Promise<void> {
  await writeJsonFile(path, {
    version: 1,
    organisation: toHex(key.organisation),
    desk: toHex(key.desk),
    hand: key.hand + 1,
    seed: toHex(key.seed),
  })
}

/** Throws PosternError 'bad-usage'. */
export async function readCustodyKey(path: string): Promise<CustodyKey> {
  const text = await readFile(path, 'utf8').catch(() => null)
  const read = form.safeParse(text === null ? null : parsed(text))
  if (!read.success)
    throw new PosternError(
      'bad-usage',
      `${path} is missing, or is no custody key: name the file that you got.`,
    )
  const { organisation, desk, hand, seed } = read.data
  return {
    organisation: fromHex(organisation),
    desk: fromHex(desk),
    hand: hand === 1 ? 0 : 1,
    seed: fromHex(seed),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
