import { fromHex } from '@postern/protocol'
import type { Trusted } from '../client/keeper.ts'

/** Put in by buildReader: what this client trusts before it has fetched anything. (B1) */
declare const POSTERN_ROOT: string
declare const POSTERN_ORGANISATION: string
declare const POSTERN_LANE: string
/** The WebAssembly of Argon2id, so that no request is made for it. */
declare const POSTERN_ARGON2: string
/** The name of the second file, which lies beside this one. */
declare const POSTERN_CLEANER: string

export function compiledTrust(): Trusted {
  return { root: fromHex(POSTERN_ROOT), organisation: fromHex(POSTERN_ORGANISATION) }
}

export function argon2Module(): Uint8Array<ArrayBuffer> {
  return fromHex(POSTERN_ARGON2)
}

/** This very file, which the page and both workers run. */
export const OWN_ADDRESS: string = import.meta.url

/** The file that cleans, which runs in a worker of its own. */
export const CLEANER_ADDRESS: string = new URL(POSTERN_CLEANER, OWN_ADDRESS).href

/** The site's root: assets lie one folder below it, wherever a mirror put it. */
export function siteAddress(path: string): string {
  return new URL(`../${path}`, OWN_ADDRESS).href
}

/** The name of the file that an onion address's pages ask for besides. (O10) */
export const LANE_NAME: string = POSTERN_LANE
