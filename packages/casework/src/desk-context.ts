import { concat } from '@postern/protocol'

/** Which desk's log this is; every signature in it covers both ids. */
export interface DeskContext {
  /** 16 bytes. */
  readonly organisation: Uint8Array
  /** 16 bytes. */
  readonly desk: Uint8Array
  /** The desk's identity key from the trust list, 32 bytes: it vouches for members. */
  readonly deskKey: Uint8Array
}

/** organisation ‖ desk, 32 bytes. */
export function contextBytes(context: DeskContext): Uint8Array {
  return concat(context.organisation, context.desk)
}
