/** One file of the handlers' page: its path, media type and bytes. */
export interface PageFile {
  /** `/` or `/assets/<name>-<hash>.<ending>`. */
  readonly path: string
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
