import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody, encodeBody } from '../src/index.ts'
import { bodyNumber } from '../src/event-body.ts'
import { eventBody } from './event-arbitrary.ts'

describe('an event’s body', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(eventBody, (body) => {
        expect(decodeBody(bodyNumber(body), encodeBody(body))).toEqual(body)
      }),
    )
  })

  it('has one encoding: nothing behind it, nothing missing', () => {
    fc.assert(
      fc.property(
        eventBody.filter(({ kind }) => kind !== 'unknown'),
        (body) => {
          const bytes = encodeBody(body)
          const longer = new Uint8Array([...bytes, 0])
          expect(() => decodeBody(bodyNumber(body), longer)).toThrow()
          expect(() => decodeBody(bodyNumber(body), bytes.subarray(0, -1))).toThrow()
        },
      ),
    )
  })
})
