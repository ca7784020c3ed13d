import { fill } from '../messages.ts'
import { element } from '../element.ts'
import { falseEnding, fileKind } from './file-kind.ts'
import { lookWords } from './look-words.ts'
import { PaperView } from './paper-view.ts'
import { safePicture } from './safe-picture.ts'
import { textView } from './text-view.ts'

/** A file to be looked at: its bytes, the name that was sent with it, and what it is called here. */
export interface Looked {
  readonly bytes: Uint8Array
  readonly name: string
  readonly label: string
}

/**
 * A file as pictures or as plain text, by what its own bytes say it is. Nothing of it runs, nothing is
 * fetched, and what cannot be shown so is said to be so.
 */
export async function safeView(language: string, looked: Looked): Promise<HTMLElement> {
  const words = lookWords(language)
  const kind = fileKind(looked.bytes)
  const lie =
    falseEnding(looked.name, kind) === null
      ? []
      : [element('p', { className: 'proof bad' }, fill(words.claims, kind.ending))]
  return element('div', {}, ...lie, await shown(language, looked))
}

async function shown(language: string, { bytes, label }: Looked): Promise<HTMLElement> {
  const words = lookWords(language)
  const { look } = fileKind(bytes)
  if (look === null) return element('p', { className: 'proof' }, words.notShown)
  if (look.how === 'text') return textView(language, bytes)
  if (look.how === 'paper') {
    const view = new PaperView(language, look.paper, bytes, label)
    await view.show(1)
    return view.root
  }
  const canvas = await safePicture(bytes, look.mediaType, label)
  return canvas ?? element('p', { className: 'proof bad' }, words.damaged)
}
