import { describe, expect, test } from 'vitest'
import { composerMarkup } from '../src/composer-markup.ts'
import { bytesText, durationText } from '../src/client/duration.ts'
import { CATALOGUE, readerMessages } from '../src/messages/index.ts'
import { formatMessage, messageArguments, parseMessage } from '../src/messages/message-format.ts'
import { missingMessages } from '../src/messages/missing.ts'

const english = readerMessages('en')

describe('every language', () => {
  test.each(Object.keys(CATALOGUE))('%s lacks nothing', (language) => {
    expect(missingMessages(english, language, readerMessages(language))).toEqual([])
  })

  test.each(Object.keys(CATALOGUE))('%s can be said, for one, few and many', (language) => {
    for (const pattern of Object.values(readerMessages(language).spoken))
      for (const count of [0, 1, 2, 5, 21]) {
        const names = messageArguments(parseMessage(pattern)).keys()
        const said = formatMessage(
          language,
          pattern,
          Object.fromEntries([...names].map((name) => [name, count])),
        )
        expect(said).not.toMatch(/[{}#]|undefined/)
      }
  })

  test.each(Object.keys(CATALOGUE))('%s stands in a composer that no form can post', (language) => {
    const markup = composerMarkup(language)
    expect(markup).not.toMatch(/<form|<script|style=|type="password"|\sname=|\son[a-z]+=/)
    expect(markup).toContain('<div id="postern" hidden inert>')
    for (const area of markup.match(/<textarea[^>]*>/g) ?? [])
      expect(area).toMatch(/spellcheck="false" translate="no" autocomplete="off"/)
    expect(markup).toMatch(
      /<textarea id="postern-text"[^>]* aria-describedby="postern-text-hint postern-text-left">/,
    )
    expect(markup).toMatch(/<p class="hint" id="postern-text-hint">[^<]{80,}<\/p>/)
  })
})

describe('what is missing', () => {
  test('is listed: blank messages, unsaid arguments, absent plural cases', () => {
    const spoken = {
      ...english.spoken,
      empty: ' ',
      searched: 'Searched {k} days.',
      outboxWaiting: '{n, plural, one {#} other {#}}',
    }
    const printed = { ...english.printed, send: '' }
    const lacks = missingMessages(english, 'ru', { printed, spoken })
    expect(lacks).toContain('printed.send')
    expect(lacks).toContain('spoken.empty')
    expect(lacks).toContain('spoken.searched: {n}')
    expect(lacks).toContain('spoken.outboxWaiting: {n} few')
  })

  test('of a language without a catalogue is everything', () => {
    expect(() => readerMessages('xx')).toThrow(TypeError)
  })
})

describe('a message', () => {
  test('takes the exact number before the category, and nests', () => {
    const pattern = '{n, plural, =0 {none of {all}} one {# of {all}} other {# of {all}}}'
    expect(formatMessage('en', pattern, { n: 0, all: 3 })).toBe('none of 3')
    expect(formatMessage('en', pattern, { n: 1, all: 3 })).toBe('1 of 3')
    expect(formatMessage('en', pattern, { n: 2_500, all: 'x' })).toBe('2,500 of x')
  })

  test('says Russian as Russian counts', () => {
    const { outboxWaiting } = readerMessages('ru').spoken
    expect(formatMessage('ru', outboxWaiting, { n: 21 })).toBe('Ждёт отправки 21 часть.')
    expect(formatMessage('ru', outboxWaiting, { n: 3 })).toBe('Ждут отправки 3 части.')
    expect(formatMessage('ru', outboxWaiting, { n: 12 })).toBe('Ждут отправки 12 частей.')
  })

  test.each(Object.keys(CATALOGUE))('says an empty batch and no day in words in %s', (language) => {
    const { crowd, searched } = readerMessages(language).spoken
    expect(formatMessage(language, crowd, { n: 0 })).not.toMatch(/\d/)
    expect(formatMessage(language, searched, { k: 0, n: 0 })).not.toMatch(/\d/)
  })

  test.each(['{', '{n, plural, other {x}', '}', '{n, select, a {b}}', '{}'])(
    'that cannot be read is refused: %s',
    (pattern) => {
      expect(() => parseMessage(pattern)).toThrow(TypeError)
    },
  )

  test('without a value for its argument is refused', () => {
    expect(() => formatMessage('en', '{n}', {})).toThrow(TypeError)
  })
})

describe('durations and sizes', () => {
  test('are never said shorter than they are', () => {
    expect(durationText('en', 'long', 3 * 3_600_000)).toBe('3 hours')
    expect(durationText('en', 'long', 25 * 3_600_000)).toBe('2 days')
    expect(durationText('en', 'long', 5_000)).toBe('5 seconds')
    expect(durationText('en', 'long', 0)).toBe('0 seconds')
    expect(durationText('ru', 'short', 90 * 60_000)).toBe('2 ч')
    expect(durationText('ru', 'short', 86_400_000)).toBe('1 дн')
  })

  test('of files are kilobytes, then megabytes', () => {
    expect(bytesText('en', 1)).toBe('1 kB')
    expect(bytesText('en', 411_040)).toBe('412 kB')
    expect(bytesText('en', 5_340_000)).toBe('5.3 MB')
  })
})
