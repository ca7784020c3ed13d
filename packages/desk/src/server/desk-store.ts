/**
 * What a desk server keeps for its desks, all of it sealed or public. No time, no address, no name;
 * order is the only thing that it knows of bundles. Names of desks and keyrings are hex.
 */
export interface DeskStore {
  /** Number of bundles in a desk's log. */
  length(desk: string): Promise<number>
  /** False, and nothing kept, when the log's length is another. Durable on return. (D1) */
  append(desk: string, length: number, bundle: Uint8Array): Promise<boolean>
  /** At most `most` bundles from position `from`. */
  read(desk: string, from: number, most: number): Promise<Uint8Array[]>
  /** Replaces the trays; false, and nothing kept, when the log's length is another. (R3) */
  putTrays(desk: string, length: number, pack: Uint8Array): Promise<boolean>
  trays(desk: string): Promise<Uint8Array | null>
  putDeskKeys(desk: string, offers: Uint8Array): Promise<void>
  deskKeys(desk: string): Promise<Uint8Array | null>
  putKeyring(id: string, keyring: Uint8Array): Promise<void>
  keyring(id: string): Promise<Uint8Array | null>
}
