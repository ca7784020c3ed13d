import { systemEnv } from '@postern/runtime'
import { documentsOf } from './fetch-documents.ts'
import type { Say } from './say.ts'
import { sayVerified } from './say-verified.ts'
import { verifySite } from './verify.ts'

/** `postern verify`; `words` are the root's, or null. */
export async function verifyCommand(
  address: string,
  words: string | null,
  say: Say,
): Promise<void> {
  sayVerified(say, await verifySite(systemEnv(), documentsOf(address), words))
}
