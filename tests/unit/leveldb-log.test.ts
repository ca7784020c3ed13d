import { expect, it } from 'vitest'
import { unframed } from '../src/profile-game/leveldb-log.ts'

const record = (text: Buffer, kind: number): Buffer => {
  const head = Buffer.alloc(7)
  head.writeUInt16LE(text.length, 4)
  head.writeUInt8(kind, 6)
  return Buffer.concat([head, text])
}

it('a name that the end of a block cuts is read whole', () => {
  const before = Buffer.alloc(32_768 - 7 - 7 - 4, 1)
  const log = Buffer.concat([
    record(before, 1),
    record(Buffer.from('post'), 2),
    record(Buffer.from('ern'), 4),
    record(Buffer.from('!'), 1),
  ])
  expect(log.includes('postern')).toBe(false)
  expect(unframed(log).equals(Buffer.concat([before, Buffer.from('postern!')]))).toBe(true)
})

it('a block that ends in less than a head is filled up, and the next begins', () => {
  const before = Buffer.alloc(32_768 - 7 - 3, 1)
  const log = Buffer.concat([record(before, 1), Buffer.alloc(3), record(Buffer.from('postern'), 1)])
  expect(unframed(log).subarray(before.length).toString()).toBe('postern')
})
