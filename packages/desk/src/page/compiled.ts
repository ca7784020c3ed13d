declare const POSTERN_PICTURE_WORKER: string
declare const POSTERN_AVIF: string
declare const POSTERN_LOOK_FRAME: string
declare const POSTERN_VERIFY_GUIDE: string
declare const POSTERN_VERIFY_PROGRAM: string

/** What `build-desk-page` compiles in: where the worker that makes pictures lies. */
export const PICTURE_WORKER = (): string => POSTERN_PICTURE_WORKER
/** Where the encoder of AVIF lies, for that worker. */
export const AVIF_ENCODER = (): string => POSTERN_AVIF
/** Where the frame lies in which papers are opened. */
export const LOOK_FRAME = (): string => POSTERN_LOOK_FRAME
/** What goes with an export, for whoever checks it. */
export const VERIFIER = (): { readonly guide: string; readonly program: string } => ({
  guide: POSTERN_VERIFY_GUIDE,
  program: POSTERN_VERIFY_PROGRAM,
})
