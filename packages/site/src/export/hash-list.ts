import { PosternError } from '@postern/protocol'

/** Name of the list among the files of a copy. */
export const HASH_LIST = 'SHA256SUMS'

const LINE = /^([0-9a-f]{64}) {2}(.+)$/

/** SHA-256 of each file by its name, as `sha256sum -c` reads it. */
export function writeHashList(hashes: ReadonlyMap<string, string>): string {
  return [...hashes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hash]) => `${hash}  ${name}\n`)
    .join('')
}

/** PosternError('bad-list') for what is no list, or names what is not within the copy. */
export function readHashList(text: string): Map<string, string> {
  const hashes = new Map<string, string>()
  for (const line of text.split('\n').slice(0, -1)) {
    const [, hash = '', name = ''] = LINE.exec(line) ?? []
    if (name === '' || !isWithin(name) || hashes.has(name))
      throw new PosternError('bad-list', `the list of hashes has a line that is none: ${line}`)
    hashes.set(name, hash)
  }
  if (hashes.size === 0 || !text.endsWith('\n'))
    throw new PosternError('bad-list', 'the list of hashes is empty or was cut off')
  return hashes
}

function isWithin(name: string): boolean {
  return !name.startsWith('/') && name.split('/').every((part) => part !== '' && part !== '..')
}
