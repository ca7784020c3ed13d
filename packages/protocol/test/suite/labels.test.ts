import { derive, fromUtf8, LABELS, labelBytes, prf } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'

const labels = Object.values(LABELS)
const secret = new Uint8Array(32).fill(3)
const none = new Uint8Array(0)

describe('labels', () => {
  it('are all different, and none is the beginning of another with its end mark', () => {
    expect(new Set(labels).size).toBe(labels.length)
    expect(labels.filter((label) => label.includes('\0'))).toEqual([])
    expect(fromUtf8(labelBytes(LABELS.slotTag))).toBe('postern/v1/slot-tag')
  })

  it('make every derivation another one', () => {
    const keys = labels.map((label) => derive(portableSuite, secret, label, none, 32).toHex())
    const tags = labels.map((label) => prf(portableSuite, secret, label).toHex())
    expect(new Set([...keys, ...tags]).size).toBe(2 * labels.length)
  })

  it('do not run into their context', () => {
    const context = Uint8Array.of(0x2d, 0x61)
    const longer = derive(portableSuite, secret, LABELS.event, context, 32)
    expect(longer).not.toEqual(derive(portableSuite, secret, LABELS.event, none, 32))
    expect(prf(portableSuite, secret, LABELS.slotTag, context)).not.toEqual(
      prf(portableSuite, secret, LABELS.slotKey, context),
    )
  })
})
