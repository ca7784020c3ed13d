import {
  decodeFragment,
  decodeInner,
  decodeMessage,
  joinMessage,
  type Letter,
  letterCodeHash,
  openEnvelope,
  openLayer1,
  openLayer2,
  readLetter,
  type Statement,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import {
  demonstration,
  type PackedSite,
  packSite,
  renderSite,
  type SiteRecords,
} from '@postern/site'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIXED_HEADERS } from '../src/answer.ts'
import type { Front } from '../src/front.ts'
import { codeText, readCode } from '../src/letters/letter-keys.ts'
import { judgeLetter } from '../src/letters/judge-letter.ts'
import { Press } from './press.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const GOOD = {
  page: STORY,
  name: 'Ilna Varesh',
  email: 'ilna@example.org',
  comment: 'There was a second ledger.\n\nI have held it in my hands.',
  about: '',
  url: '',
}
type Fields = Record<string, string>

const published = {
  id: '00112233445566ff',
  story: 'bridge',
  language: 'en',
  about: null,
  name: 'A Reader',
  text: 'First.',
  published: '2026-11-10',
  staff: false,
} as const

async function packed(changes: Partial<SiteRecords>): Promise<PackedSite> {
  const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
  const cleaner = { ...script, name: 'cleaner-0.js' }
  const options = {
    script,
    cleaner,
    composer: () => '',
    rehearsal: true,
    origin: 'https://paper.test',
  }
  const records = { ...demonstration(), letters: [published], ...changes }
  return packSite(await renderSite(records, options))
}

const USUAL = await packed({})

async function open(
  changes: Partial<SiteRecords> = {},
  perHour = { each: 50, all: 100 },
  hasLetterDesk = true,
) {
  const press = new Press('letters')
  press.hasLetterDesk = hasLetterDesk
  const statement = press.publish()
  press.say([statement])
  const { files, manifest } = Object.keys(changes).length === 0 ? USUAL : await packed(changes)
  for (const [name, bytes] of files) await press.site.put(name, bytes)
  await press.site.put('manifest', new TextEncoder().encode(JSON.stringify(manifest)))
  const front = await press.front({ lettersPerHour: perHour })
  return { press, statement, front }
}

type Sent = { status: number; text: string; headers: Record<string, string> }

async function post(
  front: Front,
  fields: Fields | Uint8Array,
  {
    path = '/en/letter/',
    headers = {},
    address = '192.0.2.7',
  }: {
    path?: string
    headers?: Fields
    address?: string
  } = {},
): Promise<Sent> {
  const bytes =
    fields instanceof Uint8Array
      ? fields
      : new TextEncoder().encode(new URLSearchParams(fields).toString())
  const given = await front.post({
    path,
    address,
    headers: { host: 'front', origin: 'null', site: 'same-origin', ...headers },
    body: { kind: 'read', bytes },
  })
  return {
    status: given.status,
    text: new TextDecoder().decode(given.body),
    headers: { ...given.headers },
  }
}

const tokenIn = ({ text }: Sent): string =>
  /<textarea hidden name="token">\s*([0-9a-f]{32})/.exec(text)?.[1] ?? ''

const codeIn = ({ text }: Sent): string =>
  /\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b/.exec(text)?.[0] ?? ''

async function send(front: Front, fields: Fields = GOOD): Promise<Sent> {
  const preview = await post(front, { ...fields, act: 'preview' })
  return await post(front, { ...fields, token: tokenIn(preview), act: 'send' })
}

/** What the moderators' desk finds, with its own key and both mixes'. */
async function letters(press: Press, statement: Statement): Promise<Letter[]> {
  const { cells } = await press.intake.read(41, 0, 99)
  const [mix1, mix2] = press.made.mixKeys
  const parts = Array.from({ length: cells.length / 16_384 }, (_, at) => {
    const cell = cells.slice(at * 16_384, (at + 1) * 16_384)
    const layer2 = openLayer1(nativeSuite, mix1, statement.hash, cell.subarray(8))
    const inner = openLayer2(
      nativeSuite,
      mix2,
      statement.hash,
      layer2?.plaintext ?? new Uint8Array(0),
    )
    const { envelope } = decodeInner(inner?.plaintext ?? new Uint8Array(0))
    const { key } = press.made.desks[1]
    const opened = openEnvelope(nativeSuite, key, statement.hash, envelope)
    return decodeFragment(opened?.plaintext ?? new Uint8Array(0))
  })
  return parts.map((part) => {
    const bytes = joinMessage(nativeSuite, [part]) ?? new Uint8Array(0)
    const { type, content } = decodeMessage(nativeSuite, bytes, 99_999)
    expect(type).toBe(2)
    return readLetter(content.text, content.answers)
  })
}

describe('a letter', () => {
  it('is shown to its writer, sent, and reaches the moderators sealed, with a code of its own', async () => {
    const { press, statement, front } = await open()
    const preview = await post(front, { ...GOOD, act: 'preview' })
    expect(preview.status).toBe(200)
    expect(preview.text).toContain('Your letter, before it is sent')
    expect((await letters(press, statement)).length).toBe(0)
    const held = await post(front, { ...GOOD, token: tokenIn(preview), act: 'send' })
    expect(held.text).toContain('held until a moderator has read it')
    const [letter] = await letters(press, statement)
    expect(letter).toMatchObject({
      kind: 'letter',
      story: 'bridge',
      language: 'en',
      name: GOOD.name,
      email: GOOD.email,
      text: GOOD.comment,
    })
    const code = readCode(codeIn(held))
    expect(letter?.code).toEqual(letterCodeHash(nativeSuite, code ?? new Uint8Array(0)))
    expect(held.text).not.toContain(GOOD.email)
  })

  it('sent twice from one preview is one letter, with one code', async () => {
    const { press, statement, front } = await open()
    const token = tokenIn(await post(front, GOOD))
    const both = await Promise.all([1, 2].map(() => post(front, { ...GOOD, token, act: 'send' })))
    const again = await post(front, { ...GOOD, token, act: 'send' })
    expect(new Set([...both, again].map(codeIn)).size).toBe(1)
    expect((await letters(press, statement)).length).toBe(1)
  })

  it('has the same preview mark for everybody within an hour, and none is taken after two', async () => {
    const { press, statement, front } = await open()
    const token = tokenIn(await post(front, GOOD))
    expect(
      tokenIn(await post(front, { ...GOOD, name: 'Another' }, { address: '198.51.100.9' })),
    ).toBe(token)
    press.env.advance(3_600_000)
    expect((await post(front, { ...GOOD, token, act: 'send' })).text).toContain('held until')
    press.env.advance(3_600_000)
    const late = await post(front, { ...GOOD, comment: 'Another letter', token, act: 'send' })
    expect(late.text).toContain('more than an hour old')
    expect(late.text).toContain('Another letter')
    const made = await post(front, { ...GOOD, token: '0'.repeat(32), act: 'send' })
    expect(made.text).toContain('more than an hour old')
    expect((await letters(press, statement)).length).toBe(1)
  })

  it.each<[string, Fields, string]>([
    ['no name', { name: ' \u200b' }, 'Enter the name'],
    ['a name of 81', { name: 'n'.repeat(81) }, 'at most 80'],
    ['no address', { email: '' }, 'Enter your email address'],
    ['no such address', { email: 'ilna at example' }, 'such as name@example.org'],
    ['a header in the address', { email: 'a@b.cd\nBcc: x@y.zz' }, 'such as name@example.org'],
    ['nothing said', { comment: '\u0000\n \u2066' }, 'Enter your comment'],
    ['3,001 letters', { comment: 'x'.repeat(3_001) }, 'at most 3,000'],
    ['more bytes than the log holds', { comment: '😀'.repeat(2_100) }, 'at most 3,000'],
    ['the trap filled in', { url: 'http://buy.example' }, 'Empty the field'],
  ])('with %s comes back with the reason and every word', async (_, change, reason) => {
    const { press, statement, front } = await open()
    const token = tokenIn(await post(front, GOOD))
    const answer = await post(front, { ...GOOD, ...change, token, act: 'send' })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain(reason)
    expect(answer.text).toMatch(/role="alert"/)
    const kept = { ...GOOD, ...change }
    if (kept.comment.length > 9) expect(answer.text).toContain(kept.comment.slice(0, 9))
    expect((await letters(press, statement)).length).toBe(0)
  })

  it('from a page of another site is shown, and not sent', async () => {
    const { press, statement, front } = await open()
    const token = tokenIn(await post(front, GOOD))
    const from = async (headers: Fields) =>
      await post(front, { ...GOOD, token, act: 'send' }, { headers })
    expect((await from({ site: 'cross-site' })).text).toContain('a page of another site')
    expect((await from({ site: '', origin: 'https://evil.example' })).text).toContain(
      'another site',
    )
    expect((await from({ site: '', origin: 'nonsense' })).text).toContain('another site')
    expect((await letters(press, statement)).length).toBe(0)
    expect((await from({ site: '', origin: 'null' })).text).toContain('held until')
  })

  it('beyond an hour’s number waits, with its words kept; loopback and others go on', async () => {
    const { press, statement, front } = await open({}, { each: 2, all: 100 })
    const one = async (comment: string, address: string) => {
      const token = tokenIn(await post(front, GOOD))
      return await post(front, { ...GOOD, comment, token, act: 'send' }, { address })
    }
    for (const n of [1, 2]) expect((await one(`letter ${n}`, '192.0.2.1')).status).toBe(200)
    const third = await one('letter 3', '192.0.2.1')
    expect([third.status, third.text.includes('letter 3')]).toEqual([429, true])
    expect((await one('letter 4', '192.0.2.2')).status).toBe(200)
    for (const n of [5, 6, 7]) expect((await one(`letter ${n}`, '127.0.0.1')).status).toBe(200)
    press.env.advance(3_600_000)
    expect((await one('letter 8', '192.0.2.1')).status).toBe(200)
    expect((await letters(press, statement)).length).toBe(7)
  })

  it('of everybody together has a bound too', async () => {
    const { front } = await open({}, { each: 50, all: 2 })
    const texts = ['1', '2', '3'].map((comment) => ({ ...GOOD, comment }))
    const statuses: number[] = []
    for (const fields of texts) statuses.push((await send(front, fields)).status)
    expect(statuses).toEqual([200, 200, 429])
  })

  it('to a story whose letters are closed, or to none, comes back with its words', async () => {
    const day = new Date(20_800 * 86_400_000).toISOString().slice(0, 10)
    const stories = demonstration().stories.map((one) =>
      one.story === 'bridge' && one.language === 'en' ? { ...one, lettersClose: day } : one,
    )
    const { press, front } = await open({ stories })
    expect((await post(front, GOOD)).text).toContain('before it is sent')
    press.env.advance(86_400_000)
    const closed = await post(front, GOOD)
    expect(closed.text).toContain('Letters to this story are closed')
    expect(closed.text).toContain('a second ledger')
    for (const page of ['/en/none/', '/ru/most-oplachennyy-dvazhdy/', 'toString', '__proto__', ''])
      expect((await post(front, { ...GOOD, page })).status).toBe(400)
  })

  it('while the door is closed is not taken, and says so', async () => {
    const { press, front } = await open()
    const token = tokenIn(await post(front, GOOD))
    press.env.advance(3 * 86_400_000)
    const later = tokenIn(await post(front, GOOD))
    expect(later).not.toBe(token)
    const answer = await post(front, { ...GOOD, token: later, act: 'send' })
    expect([answer.status, answer.text.includes('a second ledger')]).toEqual([503, true])
  })

  it('without a moderators’ desk is not taken: no other desk gets it', async () => {
    const { press, front } = await open({}, { each: 50, all: 100 }, false)
    expect((await send(front)).status).toBe(503)
    expect((await press.intake.read(41, 0, 9)).cells.length).toBe(0)
  })

  it('may answer a printed letter, and only one that is there', async () => {
    const { press, statement, front } = await open()
    for (const about of [published.id, 'ffffffffffffffff', '"><b>'])
      await send(front, { ...GOOD, about })
    const seen = (await letters(press, statement)).map(({ about }) => about)
    expect(seen).toEqual([published.id, ''])
  })
})

describe('what a letter may hold', () => {
  it('is escaped wherever it comes back, whatever it is', async () => {
    const { front } = await open()
    const hostile = fc.string({ unit: 'binary', maxLength: 60 })
    const marked = hostile.map(
      (text) => `</textarea><script>x</script>"'<!--/letter-place-->${text}`,
    )
    await fc.assert(
      fc.asyncProperty(marked, async (text) => {
        const fields = { ...GOOD, name: text, email: text, comment: text, url: text, about: text }
        const shown = { ...GOOD, name: '<script>', comment: text }
        for (const answer of [await post(front, fields), await post(front, shown)]) {
          expect(answer.text).not.toMatch(/<script>|<\/textarea><script|"'<!--/)
          expect(answer.text.match(/<!--\/letter-place-->/g)).toHaveLength(1)
        }
        expect((await post(front, shown)).text).toContain('before it is sent')
      }),
      { numRuns: 30 },
    )
  })

  it('is every byte there is: whatever is posted gets a page', async () => {
    const { front } = await open()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        for (const path of ['/en/letter/', '/ru/letter/report', '/en/letter/claim']) {
          const answer = await post(front, bytes, { path })
          expect([400, 200]).toContain(answer.status)
          expect(answer.text).toContain('<!doctype html>')
        }
      }),
      { numRuns: 20 },
    )
  })

  it('loses directions that turn what stands after a name, and keeps the joiners of Persian', async () => {
    const { press, statement, front } = await open()
    await send(front, { ...GOOD, name: 'می\u200cخواهم \u202egnp.exe', comment: 'می\u200cخواهم' })
    const [letter] = await letters(press, statement)
    expect(letter?.name).toBe('می\u200cخواهم gnp.exe')
    expect(letter?.text).toBe('می\u200cخواهم')
  })

  it('has every header of every answer, and is kept by no cache', async () => {
    const { front } = await open()
    const { headers } = await post(front, GOOD)
    expect(headers).toMatchObject({ ...FIXED_HEADERS, 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('set-cookie')
  })
})

describe('what else is posted', () => {
  it('is answered where the page’s own addresses lead to what is there', async () => {
    const { front } = await open()
    for (const path of ['/en/letter/', '/en/letter/report', '/en/letter/claim']) {
      const { text } = await post(front, { code: 'x' }, { path })
      const style = /rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? ''
      const { pathname } = new URL(style, `https://front${path}`)
      expect([path, front.page(pathname, '').status]).toEqual([path, 200])
    }
  })

  it('a report names the letter and nobody', async () => {
    const { press, statement, front } = await open()
    const fields = { page: STORY, about: published.id, comment: 'This names my son.' }
    const answer = await post(front, fields, { path: '/en/letter/report' })
    expect(answer.text).toContain('The moderators will look')
    expect(await letters(press, statement)).toMatchObject([
      { kind: 'report', about: published.id, text: fields.comment, name: '', email: '' },
    ])
    const wrong = await post(front, { ...fields, about: 'x' }, { path: '/en/letter/report' })
    expect(wrong.status).toBe(400)
  })

  it('a claim carries the hash of the code, however it was typed', async () => {
    const { press, statement, front } = await open()
    const code = codeIn(await send(front))
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    const path = '/en/letter/claim'
    expect((await post(front, { code: typed, wish: 'removal' }, { path })).text).toContain(
      'have been asked',
    )
    expect((await post(front, { code: `${code}9`, wish: 'copy' }, { path })).status).toBe(400)
    const [letter, claim] = await letters(press, statement)
    expect(claim).toMatchObject({ kind: 'removal', code: letter?.code })
  })

  it('a code is read back as it was written, whichever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (code) => {
        expect(readCode(codeText(code))).toEqual(code)
      }),
    )
  })
})

it('a letter as long as may be, in any script, is whole at the desk', async () => {
  const { press, statement, front } = await open()
  const comment = 'ж'.repeat(3_000)
  expect(judgeLetter({ ...GOOD, trap: '', comment })).toEqual([])
  await send(front, { ...GOOD, comment })
  expect((await letters(press, statement))[0]?.text).toBe(comment)
})
