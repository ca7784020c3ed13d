import { randomBytes } from 'node:crypto'
import { toHex } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { DOOR_CATALOGUE, DOOR_TROUBLES } from '@postern/site/door'
import { describe, expect, test } from 'vitest'
import { FIXED_HEADERS } from '../src/answer.ts'
import { messagesAt, openDoor } from './door-house.ts'
import {
  DoorVisitor,
  hidden,
  ONION,
  type Posted,
  type SeenPage,
  textIn,
  troubleIn,
  wordsIn,
} from './door-visitor.ts'

const { press, front, statement } = await openDoor('door')
const visitor = new DoorVisitor(front)
const { words, thread } = await visitor.begin()
const key = hidden(thread, 'key')
const desk = toHex(press.made.desks[0].id)
const sentences = DOOR_CATALOGUE['en']?.trouble
const kept = async (): Promise<number> => await press.intake.length(statement.number)

function letter(text: string, ...files: readonly File[]): Posted {
  return [
    ['key', key],
    ['desk', desk],
    ['text', text],
    ...files.map((file) => ['file', file] as const),
  ]
}

/** A refusal says its sentence, keeps the headers of every page, and hands nothing on. */
async function refusal(work: Promise<SeenPage>, status = 422): Promise<SeenPage> {
  const before = await kept()
  const page = await work
  expect(page.status).toBe(status)
  expect(troubleIn(page)).not.toBeNull()
  expect(await kept()).toBe(before)
  return page
}

describe('a visitor without script on the onion address', () => {
  test('gets eight words, types them back, and has an empty thread that is explained', () => {
    expect(words.split(' ')).toHaveLength(8)
    expect(thread.status).toBe(200)
    expect(thread.html).toContain(DOOR_CATALOGUE['en']?.nothingYet.slice(0, 40))
    expect(thread.html).not.toContain(words.split(' ')[0] + ' ' + words.split(' ')[1])
  })

  test('writes with files, and the desk has text and files under the words’ own key', async () => {
    const bytes = new Uint8Array(randomBytes(30_000))
    const file = new File([bytes], 'Мой снимок.JPG', { type: 'image/jpeg' })
    const before = await kept()
    const page = await visitor.post('send', letter('Письмо\nбез сценариев', file))
    expect(troubleIn(page)).toBeNull()
    expect(await kept()).toBe(before + 3)
    const all = await messagesAt(press, statement)
    const [message] = [...all.values()].flat().filter(({ content }) => content.attachments.length)
    expect(message?.type).toBe(3)
    expect(message?.content.text.replaceAll('\r\n', '\n')).toBe('Письмо\nбез сценариев')
    expect(message?.content.attachments.map(({ name, kind }) => [name, kind])).toEqual([
      ['file-1.jpg', 'original'],
    ])
    expect(message?.content.attachments[0]?.sha256).toEqual(nativeSuite.sha256(bytes))
    expect(textIn(page)).toBe('')
  })

  test('keeps a name only on purpose', async () => {
    const file = new File(['x'], 'Имя «на» память.txt', { type: 'text/plain' })
    await visitor.post('send', [...letter('names', file), ['names', 'keep']])
    const all = [...(await messagesAt(press, statement)).values()].flat()
    const message = all.find(({ content }) => content.text === 'names')
    expect(message?.content.attachments[0]?.name).toBe('Имя «на» память.txt')
  })

  test('writes again with the same words and is the same conversation', async () => {
    const back = await visitor.post('open', [['words', words]])
    const again = letter('second').map(([name, value]) =>
      name === 'key' ? (['key', hidden(back, 'key')] as const) : ([name, value] as const),
    )
    await visitor.post('send', again)
    const all = await messagesAt(press, statement)
    const mine = [...all.values()].find((one) =>
      one.some(({ content }) => content.text === 'second'),
    )
    expect(mine?.length).toBeGreaterThan(1)
  })

  test('sends one message when she sends the same twice', async () => {
    await visitor.post('send', letter('only once'))
    await visitor.post('send', letter('only once'))
    const all = [...(await messagesAt(press, statement)).values()].flat()
    expect(all.filter(({ content }) => content.text === 'only once')).toHaveLength(1)
  })
})

describe('every page of the form', () => {
  test('has the headers of all pages, no cookie, and says the smaller promise', async () => {
    const pages = [
      await visitor.get(),
      await visitor.post('new', []),
      await visitor.post('look', [['key', key]]),
      await visitor.post('send', letter('')),
    ]
    for (const { headers, html } of pages) {
      for (const [name, value] of Object.entries(FIXED_HEADERS))
        expect(headers.get(name)).toBe(value)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('set-cookie')).toBeNull()
      expect(html).toContain(DOOR_CATALOGUE['en']?.smallerTitle)
      expect(html).not.toMatch(/<form[^>]*action="(?:[a-z]+:|\/)/)
    }
  })

  test('has all its words in every language', async () => {
    const names = Object.keys(DOOR_CATALOGUE['en'] ?? {})
    for (const [language, messages] of Object.entries(DOOR_CATALOGUE)) {
      expect([language, ...Object.keys(messages)]).toEqual([language, ...names])
      expect(Object.keys(messages.trouble)).toEqual([...DOOR_TROUBLES])
    }
    const russian = await new DoorVisitor(front, 'ru').get()
    expect(russian.html).toContain(DOOR_CATALOGUE['ru']?.smallerTitle)
  })
})

describe('what a careless person does', () => {
  test('types a slip, another word, too few, or other words than were shown', async () => {
    const made = await visitor.post('new', [])
    const typed = async (given: string): Promise<string | null> =>
      troubleIn(
        await refusal(
          visitor.post('open', [
            ['made', hidden(made, 'made')],
            ['words', given],
          ]),
        ),
      )
    const list = wordsIn(made).split(' ')
    expect(await typed(list.with(3, 'abadon').join(' '))).toContain('“abadon”')
    expect(await typed(list.slice(1).join(' '))).toContain('7')
    expect(await typed(words)).toBe(sentences?.['other-words'].replaceAll(/\s+/g, ' '))
    expect(await typed('')).toContain('0')
  })

  test('presses send with nothing, or without a desk: the text is kept', async () => {
    expect(troubleIn(await refusal(visitor.post('send', letter('  '))))).toBe(sentences?.nothing)
    const noDesk: Posted = [
      ['key', key],
      ['text', 'kept <b>& whole'],
    ]
    const page = await refusal(visitor.post('send', noDesk))
    expect(textIn(page)).toBe('kept &lt;b&gt;&amp; whole')
  })

  test('comes from a page that is too old: types her words again, the text is kept', async () => {
    const old: Posted = letter('written long ago').map(([name, value]) =>
      name === 'key' ? (['key', 'AAAA'] as const) : ([name, value] as const),
    )
    const page = await refusal(visitor.post('send', old))
    expect(troubleIn(page)).toBe(sentences?.['old-page'])
    const back = await visitor.post('open', [
      ['words', words],
      ['text', textIn(page) ?? ''],
    ])
    expect(textIn(back)).toBe('written long ago')
  })

  test('sends too much: too many parts, files, bytes or letters', async () => {
    const noise = new File([new Uint8Array(randomBytes(500_000))], 'n.bin')
    const parts = await refusal(visitor.post('send', letter('much', noise)))
    expect(troubleIn(parts)).toContain('39')
    expect(textIn(parts)).toBe('much')
    const files = Array.from({ length: 17 }, (_, at) => new File(['x'], `${at}`))
    const many = await refusal(visitor.post('send', letter('kept', ...files)))
    expect(troubleIn(many)).toContain('16')
    const long = await refusal(visitor.post('send', letter('а'.repeat(140_000))))
    expect(troubleIn(long)).toBe(sentences?.['text-too-long'])
    const huge = new File([new Uint8Array(6_000_000)], 'huge')
    const large = await refusal(visitor.post('send', letter('x', huge)))
    expect(troubleIn(large)).toBe(sentences?.['too-large'])
  })

  test('reloads an address of the form: it begins anew', async () => {
    const page = await visitor.get('send')
    expect(page.status).toBe(200)
    expect(page.html).toContain(DOOR_CATALOGUE['en']?.makeWords)
  })
})

describe('what a hostile person sends', () => {
  test.each([
    ['no multipart', 'key=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type', 'x', { 'content-type': 'text/plain' }],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }],
    ['another boundary', '--a\r\n\r\n', { 'content-type': 'multipart/form-data; boundary=b' }],
    ['cut off', '--b\r\nContent-Dispos', { 'content-type': 'multipart/form-data; boundary=b' }],
  ])('%s', async (_, body, headers) => {
    await refusal(visitor.raw('send', body, headers))
  })

  test('ten thousand fields', async () => {
    const fields = Array.from({ length: 10_000 }, (_, at) => [`f${at}`, 'x'] as const)
    const page = await refusal(visitor.post('send', fields))
    expect(troubleIn(page)).toBe(sentences?.['not-whole'])
  })

  test('a field that another server sealed, of another use, or cut', async () => {
    const made = hidden(await visitor.post('new', []), 'made')
    for (const forged of [made, key.slice(4), `${key}AAAA`, 'x', key.replace(/^./, '!')])
      await refusal(visitor.post('look', [['key', forged]]))
  })

  test('a form from another site: by its origin, or by what the browser says', async () => {
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: `https://${ONION}` },
      { 'sec-fetch-site': 'cross-site' },
    ])
      await refusal(visitor.post('new', [], headers), 403)
    const own = await visitor.post('new', [], { origin: `http://${ONION}` })
    expect(own.status).toBe(200)
  })

  test('many at once: some are asked to wait, everyone gets a page, and it goes on', async () => {
    const many = Array.from({ length: 40 }, () => visitor.post('new', []))
    const pages = await Promise.all(many)
    const statuses = new Set(pages.map(({ status }) => status))
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 503])
    expect((await visitor.post('new', [])).status).toBe(200)
  })
})

test('the desk to which letters go is not to be chosen', async () => {
  const choices = async (hasLetterDesk: boolean): Promise<number> => {
    const opened = await openDoor('desks', { hasLetterDesk })
    const { thread: shown } = await new DoorVisitor(opened.front).begin()
    return shown.html.match(/name="desk"/g)?.length ?? 0
  }
  expect([await choices(false), await choices(true)]).toEqual([2, 1])
})

describe('the public address', () => {
  test('answers whatever is posted to the door with one page, and looks at nothing', async () => {
    const shown = await front.handle(new Request('https://front/en/door/'))
    const page = new Uint8Array(await shown.arrayBuffer())
    expect(new TextDecoder().decode(page)).toContain(ONION)
    expect(new TextDecoder().decode(page)).not.toContain('action="send"')
    for (const [path, method] of [
      ['/en/door/', 'POST'],
      ['/en/door/send', 'POST'],
      ['/en/door/new', 'PUT'],
    ] as const) {
      const answer = await front.handle(new Request(`https://front${path}`, { method, body: 'x' }))
      expect(answer.status).toBe(403)
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(page)
    }
    expect((await front.handle(new Request('https://front/en/door/new'))).status).toBe(404)
  })
})
