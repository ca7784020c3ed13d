import { PosternError } from '@postern/protocol'
import { systemEnv } from '@postern/runtime'
import { documentsOf } from './fetch-documents.ts'
import type { Say } from './say.ts'
import { sayVerified } from './say-verified.ts'
import { type Verified, verifySite } from './verify.ts'

/** `postern verify`; `words` are the root's, or null. */
export async function verifyCommand(
  address: string,
  words: string | null,
  say: Say,
): Promise<void> {
  const look = (): Promise<Verified> => verifySite(systemEnv(), documentsOf(address), words)
  sayVerified(say, await look().catch((error: unknown) => lookAgain(error, look)))
}

/** Between two fetches a site may move on to the next /now, and drop what the one before named. */
async function lookAgain(error: unknown, look: () => Promise<Verified>): Promise<Verified> {
  if (error instanceof PosternError && error.code === 'missing') return await look()
  throw error
}
