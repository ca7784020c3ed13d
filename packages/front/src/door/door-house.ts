import type { Env, Statement } from '@postern/protocol'

/** What the door asks of the front around it. */
export interface DoorHouse {
  readonly env: Env
  readonly organisation: Uint8Array
  /** In force, and null while none is. */
  statement(): Statement | null
  /** The reader drops that this front serves: day files, and the recent one. (R5) */
  days(): readonly Uint8Array[]
  drop(): { readonly number: number; readonly bytes: Uint8Array } | null
  /** Appends a cell as every cell is; false while none can be kept. (F2) */
  keep(cell: Uint8Array): Promise<boolean>
  /** The site's page at this path, as plain bytes; null for none. */
  sitePage(path: string): Uint8Array | null
}
