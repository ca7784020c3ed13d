import { describe, expect, it } from 'vitest'
import { readHashList, writeHashList } from '../src/export/hash-list.ts'

const HASH = 'a'.repeat(64)

describe('a list of hashes', () => {
  it('is read as it was written, by the order of names', () => {
    const list = writeHashList(
      new Map([
        ['en/index.html', HASH],
        ['404.html', HASH],
      ]),
    )
    expect(list).toBe(`${HASH}  404.html\n${HASH}  en/index.html\n`)
    expect([...readHashList(list).keys()]).toEqual(['404.html', 'en/index.html'])
  })

  it.each(['/etc/passwd', '../out', 'en/../../out', 'en//index.html', ''])(
    'names nothing outside of the copy: %s',
    (name) => {
      expect(() => readHashList(`${HASH}  ${name}\n`)).toThrow('a line that is none')
    },
  )

  it('is none when it is empty, cut off, or names a file twice', () => {
    expect(() => readHashList('')).toThrow('is empty or was cut off')
    expect(() => readHashList(`${HASH}  a\n${HASH}  b`)).toThrow('is empty or was cut off')
    expect(() => readHashList(`${HASH}  a\n${HASH}  a\n`)).toThrow('a line that is none')
  })
})
