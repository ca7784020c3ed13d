import type { Language } from './language.ts'

/** One immutable file with the hash of its bytes in its name. */
export interface Asset {
  /** `reader-<hash>.js` */
  readonly name: string
  readonly bytes: Uint8Array
  readonly type: string
}

export interface RenderOptions {
  /** Where the paper is at home, without a slash at the end: `https://example.org`. */
  readonly origin: string
  /** The reader client, the same file on every page. */
  readonly script: Asset
  /** The client's second file, which lies beside it. */
  readonly cleaner: Asset
  /** What pages ask for where their own host is an onion address: large files. */
  readonly lane?: Asset
  /** The confidential composer's markup in one language, trusted: it stands in every page as it is. */
  readonly composer: (language: Language) => string
  /** True in the rehearsal column: every page says that it protects nobody. */
  readonly rehearsal: boolean
  /** Host of the onion service, `….onion`; without one the pages say that there is none. */
  readonly onion?: string
}
