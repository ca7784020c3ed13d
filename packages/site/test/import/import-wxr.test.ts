import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { htmlBlocks } from '../../src/import/html-blocks.ts'
import {
  type ImportTally,
  importWxr,
  MemorySiteStore,
  openWxrFile,
  type PublishedLetter,
  readWxr,
} from '../../src/index.ts'
import { ADDRESS, type FixturePost, MACHINE, wxrOf } from './wxr-fixture.ts'

const AT = '2026-11-26T10:00:00Z'
const folder = mkdtempSync(join(tmpdir(), 'postern-wxr-'))
afterAll(() => rmSync(folder, { recursive: true }))

class Paper {
  readonly store = new MemorySiteStore()
  readonly letters = new Map<string, PublishedLetter>()

  static async open(): Promise<Paper> {
    const paper = new Paper()
    const words = { en: 'Words', fa: 'واژه' }
    await paper.store.savePaper({
      languages: ['en', 'fa'],
      title: words,
      tagline: words,
      about: words,
    })
    return paper
  }

  async take(posts: readonly FixturePost[], language: string = 'en'): Promise<ImportTally> {
    const print = (letters: readonly PublishedLetter[]): void => {
      for (const letter of letters)
        this.letters.set(letter.id, this.letters.get(letter.id) ?? letter)
    }
    const options = { language, by: 'tests', at: AT }
    return await importWxr(readWxr(wxrOf(posts)), { store: this.store, print }, options)
  }

  async all(): Promise<string> {
    const stories = await this.store.stories({ language: 'en' })
    const names = [await this.store.topics(), await this.store.authors()]
    return JSON.stringify([stories, names, [...this.letters.values()]])
  }
}

describe('an export', () => {
  test('becomes stories with topic, author and day, closed to letters after four weeks', async () => {
    const paper = await Paper.open()
    const tally = await paper.take([{ id: 7, title: 'Ice &amp; Water', slug: 'ice' }])
    expect(tally).toMatchObject({ stories: 1, drafts: 0, refused: [] })
    const story = await paper.store.story('wp-7', 'en')
    expect(story).toMatchObject({
      slug: 'ice',
      state: 'closed',
      headline: 'Ice & Water',
      byline: 'Rosa Lind',
      authors: ['rosa'],
      topics: ['river'],
      published: '2025-03-04T05:06:07Z',
      lettersClose: '2025-04-01',
      blocks: [{ kind: 'paragraph', text: 'Words.' }],
    })
    expect(await paper.store.topics()).toEqual([
      { topic: 'river', name: { en: 'River' }, about: {} },
    ])
  })

  test('keeps what is no public post as a draft, scheduled or not at all', async () => {
    const paper = await Paper.open()
    const tally = await paper.take([
      { id: 1, status: 'draft', date: '0000-00-00 00:00:00' },
      { id: 2, status: 'private' },
      { id: 3, status: 'future', date: '2027-01-01 00:00:00' },
      { id: 4, status: 'trash' },
      { id: 5, type: 'page' },
      { id: 6, type: 'attachment' },
    ])
    expect(tally).toMatchObject({ stories: 0, drafts: 3, otherItems: 3 })
    const states = await paper.store.lines({ language: 'en' })
    expect(states.map(({ story, state, published }) => `${story} ${state} ${published}`)).toEqual(
      expect.arrayContaining(['wp-1 draft null', 'wp-2 draft null', 'wp-3 scheduled null']),
    )
    expect(states).toHaveLength(3)
  })

  test('gives every post an address of its own', async () => {
    const paper = await Paper.open()
    await paper.take([
      { id: 1, slug: 'same' },
      { id: 2, slug: 'same' },
      { id: 3, slug: 'search' },
      { id: 4, slug: '%d9%86%d8%a7%d9%86' },
      { id: 5, slug: 'Überfahrt' },
      { id: 6, slug: '' },
    ])
    const lines = await paper.store.lines({ language: 'en' })
    expect(lines.map(({ slug }) => slug).toSorted()).toEqual([
      'post-4',
      'post-6',
      'same',
      'same-2',
      'search-3',
      'uberfahrt',
    ])
  })

  test('brings approved comments as letters, threads and staff kept, and nobody’s address', async () => {
    const paper = await Paper.open()
    const tally = await paper.take([
      {
        id: 1,
        comments: [
          { id: 1, content: 'First.\n\nSecond <b>part</b> <script>x()</script>' },
          { id: 2, parent: 1, user: 1, author: 'Rosa Lind' },
          { id: 3, approved: '0' },
          { id: 4, type: 'pingback' },
          { id: 5, approved: 'spam' },
          { id: 6, parent: 3, author: ' ' },
        ],
      },
    ])
    expect(tally).toMatchObject({ letters: 3, unprinted: 3 })
    const [first, second, third] = [...paper.letters.values()]
    expect(first).toMatchObject({
      story: 'wp-1',
      about: null,
      text: 'First.\n\nSecond part',
      published: '2025-03-05',
      staff: false,
    })
    expect(first?.id).toMatch(/^[0-9a-f]{16}$/)
    expect(second).toMatchObject({ about: first?.id, staff: true, name: 'Rosa Lind' })
    expect(third).toMatchObject({ about: null, name: '—' })
    const all = await paper.all()
    for (const secret of [ADDRESS, MACHINE, 'rosa@harbour']) expect(all).not.toContain(secret)
  })

  test('interrupted and begun again comes to the same', async () => {
    const posts = Array.from({ length: 12 }, (_, at) => ({
      id: at + 1,
      comments: [{ id: 10 * at }, { id: 10 * at + 1, parent: 10 * at }],
    }))
    const whole = await Paper.open()
    await whole.take(posts)
    const broken = await Paper.open()
    const save = broken.store.saveStory.bind(broken.store)
    let left = 5
    broken.store.saveStory = async (...given) => {
      if (left-- === 0) throw new Error('killed')
      return await save(...given)
    }
    await expect(broken.take(posts)).rejects.toThrow('killed')
    const tally = await broken.take(posts)
    expect(tally).toMatchObject({ stories: 7, there: 5 })
    expect(await broken.all()).toBe(await whole.all())
  })

  test('of a language that the paper does not have is refused with its languages', async () => {
    const paper = await Paper.open()
    await expect(paper.take([{ id: 1 }], 'de')).rejects.toThrow(
      'The paper has no language "de"; it has: en, fa.',
    )
    expect(await paper.store.lines({})).toEqual([])
  })

  test('with a post that cannot be one is taken without it, and says why', async () => {
    const paper = await Paper.open()
    const endless = Array.from({ length: 1_001 }, () => '<p>x</p>').join('')
    const tally = await paper.take([{ id: 1, title: 'Endless', content: endless }, { id: 2 }])
    expect(tally.stories).toBe(1)
    expect(tally.refused).toEqual([
      { title: 'Endless', why: expect.stringContaining('has too many blocks') },
    ])
  })
})

describe('a file', () => {
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const whole = async (): Promise<string> =>
    (await Array.fromAsync(wxrOf([{ id: 1, title: 'سیب و नदी' }]))).join('')

  test('is read in pieces that end anywhere, inside of a letter too', async () => {
    const { chunks, bytes, share } = await openWxrFile(await file('whole.xml', await whole()))
    const entries = await Array.fromAsync(readWxr(chunks))
    expect(entries.map(({ kind }) => kind)).toEqual(['author', 'item'])
    expect(JSON.stringify(entries)).toContain('سیب و नदी')
    expect([bytes > 1_000, share()]).toEqual([true, 1])
  })

  test('that was cut off, is no export or cannot be read is refused before anything is taken', async () => {
    const text = await whole()
    for (const [name, bytes, why] of [
      ['cut.xml', text.slice(0, -20), 'was cut off'],
      ['feed.xml', '<rss version="2.0"><channel/></rss>', 'is no export of WordPress'],
    ] as const)
      await expect(openWxrFile(await file(name, bytes))).rejects.toThrow(why)
    await expect(openWxrFile(join(folder, 'none.xml'))).rejects.toThrow('cannot be read')
  })
})

describe('markup', () => {
  const blocks = (html: string) => htmlBlocks(html).blocks
  test('of both editors becomes blocks', () => {
    expect(
      blocks(`<!-- wp:paragraph --><p>One <em>two</em> <a href="https://a.example/">three</a>.</p>
<!-- /wp:paragraph -->
<h2>Head <i>line</i></h2>
classic text
goes on

and <strong>parts</strong>
<ul><li>a</li><li>b <b>c</b></li></ul><ol><li>d</li></ol>
<blockquote><p>said</p><cite>Anna</cite></blockquote>
<table><caption>Ice</caption><tr><th>Year</th><th>cm</th></tr><tr><td>2025</td><td>4</td></tr></table>`),
    ).toEqual([
      {
        kind: 'paragraph',
        text: [
          { text: 'One ' },
          { text: 'two', mark: 'emphasis' },
          { text: ' ' },
          { text: 'three', href: 'https://a.example/' },
          { text: '.' },
        ],
      },
      { kind: 'heading', text: 'Head line' },
      { kind: 'paragraph', text: 'classic text\ngoes on' },
      { kind: 'paragraph', text: [{ text: 'and ' }, { text: 'parts', mark: 'strong' }] },
      { kind: 'list', items: ['a', [{ text: 'b ' }, { text: 'c', mark: 'strong' }]] },
      { kind: 'list', items: ['d'], ordered: true },
      { kind: 'quote', text: 'said', source: 'Anna' },
      { kind: 'table', caption: 'Ice', head: ['Year', 'cm'], rows: [['2025', '4']], source: '' },
    ])
  })

  test('that runs, loads or turns text comes to words, and is counted', () => {
    const { blocks: made, left } = htmlBlocks(
      `<p onclick="x()">a\u202Eb\0 <a href="javascript:x()">go</a></p><script>alert(1)</script>
<iframe src="//x"></iframe><img src=x onerror=x><svg><script>y</script></svg>[gallery ids="1,2"]<style>*{}</style>`,
    )
    expect(made).toEqual([{ kind: 'paragraph', text: 'ab go' }])
    expect(left).toBe(5)
  })

  test('of any depth and any breakage ends', () => {
    expect(blocks('<div>'.repeat(3_000) + 'deep')).toEqual([{ kind: 'paragraph', text: 'deep' }])
    expect(blocks('<p>open <b>never closed <ul><li>x')).toEqual([
      {
        kind: 'paragraph',
        text: [{ text: 'open ' }, { text: 'never closed x', mark: 'strong' }],
      },
    ])
  })

  test('that is nested beyond reading refuses its own post alone', async () => {
    const paper = await Paper.open()
    const tally = await paper.take([
      { id: 1, title: 'Deep', content: '<b>'.repeat(100_000) },
      { id: 2 },
    ])
    expect(tally).toMatchObject({ stories: 1, refused: [{ title: 'Deep' }] })
  })
})
