import { concat, type Env, fromUtf8, type Root, type Suite, utf8 } from '@postern/protocol'

const NONCE_BYTES = 12
const NOTHING = new Uint8Array(0)

/**
 * What somebody was writing when her thread was locked: sealed under her words, in the memory of one
 * document. Only the same words open it again; a page that is closed takes it along.
 */
export function sealDraft(env: Env, root: Root, draft: string): Uint8Array {
  const nonce = env.random(NONCE_BYTES)
  const key = root.draftKey(env.suite)
  return concat(nonce, env.suite.aeadSeal(key, nonce, NOTHING, utf8(draft)))
}

/** Null when it was sealed under other words. */
export function openDraft(suite: Suite, root: Root, sealed: Uint8Array): string | null {
  const [nonce, box] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)]
  const opened = suite.aeadOpen(root.draftKey(suite), nonce, NOTHING, box)
  return opened && fromUtf8(opened)
}
