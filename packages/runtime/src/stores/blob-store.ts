/**
 * Named bytes that never change: batches, drops, site bytes. Names are paths of lower-case
 * parts, like `batch/12`. (architecture, "Stores")
 */
export interface BlobStore {
  /**
   * Durable on return. The same bytes again are no error; other bytes under a name that is taken
   * are PosternError('name-taken'), and the first ones stay.
   */
  put(name: string, bytes: Uint8Array): Promise<void>
  get(name: string): Promise<Uint8Array | null>
  /** Names that begin with `prefix`, sorted by code unit. */
  list(prefix: string): Promise<string[]>
  /** No error when there is none. A crash soon afterwards may bring the blob back. */
  remove(name: string): Promise<void>
  /**
   * Gives bytes their final name in one step (M8); durable on return. After a crash within it
   * both names may be there, and moving again ends it. PosternError('name-missing') without
   * `from`, PosternError('name-taken') when `to` holds other bytes.
   */
  move(from: string, to: string): Promise<void>
}

const NAME = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/
const LONGEST_NAME = 200

/** Throws TypeError: a name comes from our own code, never from the network unchecked. */
export function checkName(name: string): void {
  if (name.length > LONGEST_NAME || !NAME.test(name) || name.endsWith('.tmp')) {
    throw new TypeError('blob store: bad name')
  }
}
