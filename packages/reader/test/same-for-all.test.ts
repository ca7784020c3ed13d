import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demonstration, renderSite } from '@postern/site'
import { beforeAll, describe, expect, test } from 'vitest'
import { composerMarkup } from '../src/composer-markup.ts'

const LANGUAGES = ['en', 'ru', 'uk', 'fa']
const SOURCE = join(import.meta.dirname, '../src/page')
const script = { name: 'reader-0.js', bytes: new Uint8Array(1), type: 'text/javascript' }
const cleaner = { ...script, name: 'cleaner-0.js' }
const UNASSISTED = ['spellcheck="false"', 'translate="no"', 'autocomplete="off"']

const pages = new Map<string, string>()

beforeAll(async () => {
  const records = { ...demonstration(), languages: LANGUAGES }
  const files = await renderSite(records, {
    script,
    cleaner,
    composer: composerMarkup,
    rehearsal: true,
    origin: 'https://paper.test',
  })
  for (const [path, { bytes }] of files)
    if (path.endsWith('/')) pages.set(path, new TextDecoder().decode(bytes))
})

/** The composer of a page, to the end of its messages. */
function composerOf(page: string): string {
  const [, found = ''] = /(<div id="postern"[^]*?<\/template>)/u.exec(page) ?? []
  return found
}

/** What on a page would set one reader apart, or let something typed travel. (V6) */
function faults(page: string): string[] {
  const composer = composerOf(page)
  const fields = composer.match(/<(?:textarea|input)[^>]*>/gu) ?? []
  const assisted = fields
    .filter((field) => !field.includes('type="file"'))
    .filter((field) => UNASSISTED.some((attribute) => !field.includes(attribute)))
  return [
    ...(composer === '' ? ['no composer'] : []),
    ...(/<form|<object|<iframe|<img/u.test(composer) ? ['a form or a frame in the composer'] : []),
    ...(/type="password"/u.test(page) ? ['a password field'] : []),
    ...(/\sname=/u.test(composer) ? ['a field with a name'] : []),
    ...(/\son[a-z]+=|javascript:/u.test(page) ? ['a listener in the page'] : []),
    ...(/prefetch|preload|prerender|loading="lazy"/u.test(page) ? ['something loaded apart'] : []),
    ...(page.match(/data-act="leave"/gu)?.length === 1 ? [] : ['no one way to leave at once']),
    ...(page.match(/<script type="module"/gu)?.length === 2 ? [] : ['another number of scripts']),
    ...(/<script(?! type="(?:module|application\/ld\+json)")/u.test(page)
      ? ['another script']
      : []),
    ...assisted,
  ]
}

describe('every page', () => {
  test('has one composer, the same in all pages of its language, and nothing that tells readers apart', () => {
    expect(pages.size).toBeGreaterThan(LANGUAGES.length)
    const byLanguage = new Map<string, Set<string>>()
    for (const [path, page] of pages) {
      expect([path, faults(page)]).toEqual([path, []])
      const language = /<html lang="(..)"/u.exec(page)?.[1] ?? ''
      byLanguage.set(language, (byLanguage.get(language) ?? new Set()).add(composerOf(page)))
    }
    expect([...byLanguage].map(([language, made]) => [language, made.size])).toEqual(
      LANGUAGES.map((language) => [language, 1]),
    )
  })

  test.each([
    ['spellcheck="false" ', ''],
    ['translate="no" autocomplete', 'autocomplete'],
    ['autocomplete="off"', 'autocomplete="on"'],
    ['<textarea id="postern-text"', '<textarea name="text" id="postern-text"'],
    ['<section data-step="words"', '<form data-step="words"'],
    ['type="file"', 'type="password"'],
    ['data-act="lock"', 'onclick="go()"'],
    ['<link rel="icon"', '<link rel="prefetch"'],
    ['data-act="leave"', ''],
  ])('is found out with %s made %s', (before, after) => {
    const page = pages.get('/en/') ?? ''
    expect(page).toContain(before)
    expect(faults(page.replaceAll(before, after))).not.toEqual([])
  })
})

/** A file of its own, which an onion address's pages ask for besides. */
const LANE = 'lane/'

describe('the client', () => {
  const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith(LANE))
    .map((name) => [name, readFileSync(join(SOURCE, name), 'utf8')] as const)
  const startPage = sources.find(([name]) => name === 'start-page.ts')?.[1] ?? ''

  test('listens to its document and window in one file, once for each kind', () => {
    const listening = /(?:document\.|window\.|globalThis\.|^\s*)addEventListener\('(\w+)'/gmu
    const elsewhere = sources.filter(
      ([name, text]) => name !== 'start-page.ts' && text.match(listening) !== null,
    )
    expect(elsewhere.map(([name]) => name)).toEqual([])
    const kinds = [...startPage.matchAll(listening)].map(([, kind]) => kind)
    expect(kinds).toHaveLength(new Set(kinds).size)
    expect(kinds).toEqual(
      expect.arrayContaining(['click', 'input', 'change', 'keydown', 'popstate']),
    )
  })

  test('has one timer, one place that fetches, leaves forms alone, and asks nobody before leaving', () => {
    const having = (what: RegExp): string[] =>
      sources.filter(([, text]) => what.test(text)).map(([name]) => name)
    expect(having(/setInterval\(/u)).toEqual(['start-page.ts'])
    expect(startPage.match(/setInterval\(/gu)).toHaveLength(1)
    expect(having(/\bfetch\(/u)).toEqual(['network.ts'])
    expect(
      having(
        /'submit'|requestSubmit|beforeunload|sendBeacon|XMLHttpRequest|EventSource|WebSocket|serviceWorker/u,
      ),
    ).toEqual([])
  })
})
