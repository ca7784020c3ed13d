import { equalBytes } from '../bytes/concat.ts'
import { PosternError } from '../error.ts'
import type { KnownDocuments } from './known-documents.ts'

/**
 * One step's outcome. `unverified` is one visible state for people, "this door cannot be verified",
 * and nothing real is sent in that view; `why` is for tests and `postern verify`. What is known
 * stays as it was. (B3)
 */
export type Acceptance =
  | { readonly kind: 'accepted'; readonly known: KnownDocuments }
  | { readonly kind: 'unverified'; readonly why: string }

/** Runs a step that refuses by PosternError; anything else that it throws is our own mistake. */
export function accepting(step: () => KnownDocuments): Acceptance {
  try {
    return { kind: 'accepted', known: step() }
  } catch (error) {
    if (error instanceof PosternError) return { kind: 'unverified', why: error.code }
    throw error
  }
}

export function refuse(why: string): never {
  throw new PosternError(why)
}

/** A document's number and the hash by which two of one number are told apart. */
export interface Numbered {
  readonly number: number
  readonly hash: Uint8Array
}

/** Numbers never go backwards, and one number never stands for two documents. (B4) */
export function refuseStepBack(before: Numbered | null, after: Numbered): void {
  if (before === null || after.number > before.number) return
  if (after.number < before.number) refuse('rolled-back')
  if (!equalBytes(after.hash, before.hash)) refuse('two-of-one-number')
}
