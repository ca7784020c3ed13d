import { LABELS, labelBytes, utf8, Writer } from '@postern/protocol'

/** One act of a person in the newsroom, as it is signed and kept. */
export interface NewsroomAct {
  /** `PUT /newsroom/letter/0011…`: what was asked for. */
  readonly request: string
  /** SHA-256 of the request's body. */
  readonly digest: Uint8Array
  /** By the clock of who acted. */
  readonly atMs: number
}

/** What the actor signs: label ‖ 0 ‖ organisation ‖ time 8 ‖ digest 32 ‖ request. */
export function newsroomMessage(organisation: Uint8Array, act: NewsroomAct): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.newsroomAct)).u8(0).bytes(organisation)
  return head.u64(act.atMs).bytes(act.digest).bytes(utf8(act.request)).finish()
}
