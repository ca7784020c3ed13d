import type { MessageAssembled } from '@postern/casework'
import { type Letter, letterContent } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { heldLetters, type LetterContact, reasonsOf } from '../../src/page/newsroom/letter-queue.ts'

const LETTER: Letter = {
  kind: 'letter',
  story: 'bridge',
  language: 'en',
  about: '',
  name: 'Marta K.',
  email: 'marta@example.org',
  text: 'I drove across it every day for nine years and nobody asked what it had cost.',
  code: new Uint8Array(32),
}

/** A moderators' desk that got these letters, in this order; each its own contact. */
class Desk {
  readonly contacts: LetterContact[] = []

  get(changes: Partial<Letter>, standing: LetterContact['standing'] = 'new'): void {
    const { text, answers } = letterContent({ ...LETTER, ...changes })
    const n = this.contacts.length + 1
    const conversation = new Uint8Array(32).fill(n)
    const facts: MessageAssembled = {
      kind: 'message-assembled',
      messageId: new Uint8Array(16).fill(n),
      conversation,
      messageKind: 'letter',
      seed: new Uint8Array(32).fill(n),
      text,
      files: [],
      exclusions: [],
      answers,
      about: null,
      parts: [],
    }
    const message = {
      facts,
      receiptNumber: 0,
      atMs: n * 1_000,
      carried: null,
      withdrawn: false,
      correctedBy: null,
      position: n,
    }
    this.contacts.push({ conversation, standing, messages: [message] })
  }
}

const ground = { watched: [], known: new Set([LETTER.email]), isLike: false }

describe('why a letter is held', () => {
  it.each([
    'see https://example.org',
    'see www.example',
    'cheap at buy-now.shop today',
    'смотрите на новости.ru',
  ])('has links: %s', (text) => {
    expect(reasonsOf({ ...LETTER, text }, ground)).toEqual(['links'])
  })

  it.each(['It cost 3.5 million. Nobody asked.', 'At 9.30 the band played.', 'Mr.Renk was away'])(
    'has none: %s',
    (text) => {
      expect(reasonsOf({ ...LETTER, text }, ground)).toEqual(['routine'])
    },
  )

  it('has a watched word, however it is written, in the name as well', () => {
    const watched = ['КАЗИНО']
    expect(reasonsOf({ ...LETTER, text: 'Лучшее казино' }, { ...ground, watched })).toEqual([
      'words',
    ])
    expect(reasonsOf({ ...LETTER, name: 'Казино!' }, { ...ground, watched })).toEqual(['words'])
    expect(reasonsOf(LETTER, { ...ground, watched: [''] })).toEqual(['routine'])
  })

  it('comes from an address that was never accepted', () => {
    const desk = new Desk()
    desk.get({ text: 'One letter of mine about the pumping station.' }, 'accepted')
    desk.get({ text: 'Another letter of mine about the field of cabbages.' })
    desk.get({ email: 'else@example.org', text: 'And somebody else about the shrine of Orel.' })
    const held = heldLetters(desk.contacts, [])
    expect(held.map(({ letter, reasons }) => [letter.email, reasons])).toEqual([
      ['else@example.org', ['first-time']],
      [LETTER.email, ['routine']],
    ])
  })

  it('is like another letter: a word changed does not hide it, an own letter does not count', () => {
    const desk = new Desk()
    desk.get({}, 'declined')
    desk.get({ email: 'b@example.org', text: LETTER.text.replace('nine', 'ten') })
    desk.get({ email: 'c@example.org', text: 'Quite another thing was said to us at the ferry.' })
    const held = heldLetters(desk.contacts, [])
    const like = held.filter(({ reasons }) => reasons.includes('like-another'))
    expect(like.map(({ letter }) => letter.email)).toEqual(['b@example.org'])
  })

  it('puts the gravest first, and what readers ask before all', () => {
    const desk = new Desk()
    desk.get({ text: 'Plain words about the ledger and its pages.' })
    desk.get({ text: 'See http://x.yz for the very best of all offers.' })
    desk.get({ kind: 'removal', text: '' })
    desk.get({ text: 'Printed already, as a letter about tea.' }, 'accepted')
    const kinds = heldLetters(desk.contacts, []).map(({ reasons }) => reasons[0])
    expect(kinds).toEqual(['reported', 'links', 'routine'])
  })
})
