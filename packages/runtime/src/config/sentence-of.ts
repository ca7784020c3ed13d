import type { PosternError } from '@postern/protocol'

/** The sentence of a PosternError without its code, or the code when it has none. */
export function sentenceOf(error: PosternError): string {
  const head = `${error.code}: `
  return error.message.startsWith(head) ? error.message.slice(head.length) : error.code
}
