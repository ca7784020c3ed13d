import { describe, expect, it } from 'vitest'
import { caseWords } from '../../src/page/case-words.ts'
import { chooseLanguage, directionOf } from '../../src/page/messages.ts'
import { newsroomWords } from '../../src/page/newsroom/newsroom-words.ts'
import { lookWords } from '../../src/page/look/look-words.ts'
import { memberWords } from '../../src/page/people/member-words.ts'
import { workWords } from '../../src/page/work/work-words.ts'

const OTHERS = ['ru', 'uk', 'fa']
/** Signs that stand for themselves in every language. */
const SAME = new Set(['hashLabel'])
const CATALOGUES = {
  desk: (language: string) => chooseLanguage([language]).words,
  case: caseWords,
  look: lookWords,
  members: memberWords,
  newsroom: newsroomWords,
  work: workWords,
}

describe.each(Object.entries(CATALOGUES))('the words of the %s', (_, wordsIn) => {
  const english = Object.entries(wordsIn('en'))

  it.each(OTHERS)('are in %s as well, with a place for each number', (language) => {
    const words: Readonly<Record<string, string>> = wordsIn(language)
    const faults = english.filter(([name, text]) => {
      const other = words[name] ?? ''
      const isLeft = other === text && !SAME.has(name)
      return isLeft || other.trim() === '' || other.includes('{n}') !== text.includes('{n}')
    })
    expect(faults.map(([name]) => name)).toEqual([])
  })
})

it('the first of the browser’s languages that there is decides, and Persian turns the page', () => {
  expect(chooseLanguage(['de-CH', 'fa-IR', 'en']).language).toBe('fa')
  expect(chooseLanguage(['de']).language).toBe('en')
  expect([directionOf('fa'), directionOf('uk')]).toEqual(['rtl', 'ltr'])
})
