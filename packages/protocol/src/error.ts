/** An expected failure with a stable code; shells turn the code into words for people. */
export class PosternError extends Error {
  readonly code: string

  constructor(code: string, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`)
    this.name = 'PosternError'
    this.code = code
  }
}
