import { type Casebook, type Contact, fold } from '@postern/casework'
import { describe, expect, it } from 'vitest'
import { ContactOrder } from '../../src/page/contacts/contact-order.ts'

function contactOf(id: number): Contact {
  const conversation = new Uint8Array(32).fill(id)
  const compartment = { kind: 'desk' as const, id: conversation, keys: [] }
  const lists = { messages: [], replies: [], notes: [], proposed: [], withheld: [], tags: [] }
  const sets = { parts: new Map(), leaves: new Set<number>() }
  const states = { standing: 'new' as const, declined: null, assignment: null }
  return { conversation, compartment, ...lists, ...sets, ...states }
}

function bookOf(...ids: readonly number[]): Casebook {
  const book = fold([])
  for (const id of ids) book.contacts.set(String(id), contactOf(id))
  return book
}

describe('the order of contacts', () => {
  it('is not reckoned again while nothing came, but for duties once a minute', () => {
    let reckoned = 0
    const order = new ContactOrder(() => String((reckoned += 1)))
    const book = bookOf(1, 2)
    for (let ms = 0; ms < 60_000; ms += 500) order.look(book, ms)
    expect([reckoned, order.version]).toEqual([2, 1])
    order.look(book, 60_000)
    expect([reckoned, order.version]).toEqual([4, 2])
    order.look(bookOf(1), 60_001)
    expect([reckoned, order.version, order.all.length]).toEqual([5, 3, 1])
  })
})
