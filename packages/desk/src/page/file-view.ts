import type { FileFacts } from '@postern/casework'
import { displayName, equalBytes, type Suite, toHex } from '@postern/protocol'
import { button, element, foreignText } from './element.ts'
import { fileKind } from './look/file-kind.ts'
import { safeView } from './look/safe-view.ts'
import { fill, type Messages } from './messages.ts'

/** The file's bytes out of the desk drop; null while its drop is not here. */
export type LoadFile = () => Promise<Uint8Array | null>

/** One file: what it claims to be as text, its hash, and two ways to look at it. Nothing runs. */
export function fileView(
  suite: Suite,
  words: Messages,
  language: string,
  number: number,
  facts: FileFacts,
  load: LoadFile,
): HTMLElement {
  const status = element('p', { className: 'file-status' })
  status.setAttribute('role', 'status')
  const picture = element('div', { className: 'picture' })
  const act = async (use: (bytes: Uint8Array) => Promise<void> | void): Promise<void> => {
    const bytes = await load()
    if (bytes === null) {
      status.textContent = words.fileAbsent
      return
    }
    status.textContent = verdict(suite, words, facts, bytes)
    await use(bytes)
  }
  const show = async (bytes: Uint8Array): Promise<void> => {
    const looked = { bytes, name: facts.name, label: fill(words.file, number) }
    picture.replaceChildren(await safeView(language, looked))
  }
  const size = fill(words.fileSize, facts.bytes.toLocaleString(language))
  return element(
    'section',
    { className: 'file' },
    element('h4', {}, fill(words.file, number)),
    foreignText('bdi', 'file-name', displayName(facts.name)),
    element('p', { className: 'file-facts' }, `${size} · ${copyOf(words, facts)}`),
    element(
      'p',
      { className: 'file-facts' },
      `${words.hashLabel} `,
      element('code', {}, toHex(facts.sha256)),
    ),
    element(
      'div',
      { className: 'acts' },
      ...(facts.copy === 'sealed-for-two' ? [] : [button(words.showSafely, () => void act(show))]),
      button(words.save, () => void act((bytes) => save(bytes, number))),
    ),
    status,
    picture,
  )
}

/** The hash of a sealed original is that of what is in it: only the two who open it can tell. */
function verdict(suite: Suite, words: Messages, facts: FileFacts, bytes: Uint8Array): string {
  if (facts.copy === 'sealed-for-two') return words.sealedHow
  return equalBytes(suite.sha256(bytes), facts.sha256) ? words.hashFits : words.hashDiffers
}

/** Under a name that says nothing and that no program takes for something to run. */
function save(bytes: Uint8Array, number: number): void {
  const blob = new Blob([bytes.slice()], { type: 'application/octet-stream' })
  const address = URL.createObjectURL(blob)
  const link = element('a', { href: address, download: `file-${number}.${fileKind(bytes).ending}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function copyOf(words: Messages, { copy }: FileFacts): string {
  if (copy === 'cleaned') return words.cleaned
  return copy === 'original' ? words.original : words.sealedForTwo
}
