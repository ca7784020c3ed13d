import { join } from 'node:path'
import {
  type Env,
  fromHex,
  signTrustList,
  TRUST_LIST_LIFE_MS,
  type TrustList,
  type TrustListDraft,
  verifyTrustList,
} from '@postern/protocol'
import { FileStore, systemEnv } from '@postern/runtime'
import { z } from 'zod'
import { halfMade, readJsonFile } from './data-folder.ts'

const RENEW_BEFORE_MS: number = 30 * 24 * 60 * 60 * 1_000

const rootForm = z.object({ seed: z.string().regex(/^[0-9a-f]{64}$/) })

/**
 * Signs the next trust list when less than thirty days are left, also when none are. Only in a
 * rehearsal does the root's key lie on the machine; elsewhere its holders do this by hand. True
 * when a new one was laid down.
 */
export async function renewTrust(env: Env, folder: string): Promise<boolean> {
  const read = rootForm.safeParse(await readJsonFile(folder, join('root', 'root.json')))
  if (!read.success) throw halfMade(folder, 'root/root.json')
  const root = env.suite.signingKey(fromHex(read.data.seed))
  const documents = await FileStore.open(join(folder, 'publisher', 'documents'))
  const newest = await newestList(env, documents, root.publicKey)
  if (newest === null) throw halfMade(folder, 'the trust list')
  const issuedMs = env.nowMs()
  if (newest.expiresMs - issuedMs >= RENEW_BEFORE_MS) return false
  const next = successor(newest, issuedMs)
  await documents.put(`trust/${next.number}`, signTrustList([root], next))
  return true
}

/** The same by the clock of a rehearsal. */
export async function renewNow(folder: string, clockOffsetMs: number): Promise<boolean> {
  return await renewTrust(systemEnv({ offsetMs: clockOffsetMs }), folder)
}

function successor(list: TrustList, issuedMs: number): TrustListDraft {
  const { organisation, root, nextRoot, signer, mixes, desks, witnesses } = list
  const same = { organisation, root, nextRoot, signer, mixes, desks, witnesses }
  const expiresMs = issuedMs + TRUST_LIST_LIFE_MS
  return { ...same, number: list.number + 1, issuedMs, expiresMs }
}

/** Expiry is what this is about, so it is not looked at. */
async function newestList(
  env: Env,
  documents: FileStore,
  root: Uint8Array,
): Promise<TrustList | null> {
  const numbers = (await documents.list('trust/')).map((name) => Number(name.split('/')[1]))
  const newest = Math.max(0, ...numbers)
  const bytes = await documents.get(`trust/${newest}`)
  return bytes && verifyTrustList(env.suite, bytes, root, 0)
}
