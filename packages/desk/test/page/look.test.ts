import { strToU8, zipSync } from 'fflate'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasHidden, revealCharacters } from '../../src/page/look/characters.ts'
import { falseEnding, fileKind } from '../../src/page/look/file-kind.ts'
import { MOST_SIDE, readAnswer } from '../../src/page/look/look-message.ts'
import { layPages, PAGE } from '../../src/page/look/office/layout.ts'

describe('what a file is', () => {
  const zip = (names: readonly string[], mimetype = ''): Uint8Array =>
    zipSync({
      ...(mimetype === '' ? {} : { mimetype: strToU8(mimetype) }),
      ...Object.fromEntries(names.map((name) => [name, strToU8('<x/>')])),
    })

  it('is told by its bytes, and by the parts of a package', () => {
    const odf = 'application/vnd.oasis.opendocument.'
    expect([
      fileKind(strToU8('%PDF-1.7')).ending,
      fileKind(zip(['word/document.xml'])).ending,
      fileKind(zip(['xl/workbook.xml'])).ending,
      fileKind(zip(['content.xml'], `${odf}text`)).ending,
      fileKind(zip(['content.xml'], `${odf}spreadsheet`)).ending,
      fileKind(zip(['content.xml'], `${odf}presentation`)).ending,
      fileKind(zip(['a.exe'])).ending,
      fileKind(strToU8('Привет, мир')).ending,
      fileKind(Uint8Array.of(0, 1, 2)).ending,
      fileKind(new Uint8Array(0)).ending,
    ]).toEqual(['pdf', 'docx', 'xlsx', 'odt', 'ods', 'bin', 'bin', 'txt', 'bin', 'bin'])
  })

  it('is never thrown at by bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => fileKind(bytes).ending !== ''),
    )
    const whole = zip(['word/document.xml'])
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(255), (at, byte) => {
        expect(fileKind(whole.with(Math.min(at, whole.length - 1), byte)).ending).not.toBe('')
        expect(fileKind(whole.subarray(0, at)).ending).not.toBe('')
      }),
    )
  })

  it('is said to be false when its name says another kind, and not when both are text', () => {
    const pdf = fileKind(strToU8('%PDF-1.7'))
    const text = fileKind(strToU8('a,b\n'))
    const jpeg = fileKind(Uint8Array.of(0xff, 0xd8, 0xff))
    expect([
      falseEnding('a.jpg', pdf),
      falseEnding('a.PDF', pdf),
      falseEnding('report', pdf),
      falseEnding('a.csv', text),
      falseEnding('a.pdf', text),
      falseEnding('a.jpeg', jpeg),
      falseEnding('a.doc', fileKind(Uint8Array.of(0))),
    ]).toEqual(['jpg', null, null, null, 'pdf', null, null])
  })
})

describe('hidden characters', () => {
  const notes = (text: string): (string | undefined)[] =>
    revealCharacters(text).flatMap(({ note }) => (note === null ? [] : [note.codes]))

  it('are shown by their code points', () => {
    expect(notes('photo\u202egpj.exe')).toEqual(['U+202E'])
    expect(notes('a\u200bb\u00adc\ufeff')).toEqual(['U+200B', 'U+00AD', 'U+FEFF'])
    expect(notes('line\n\tnext')).toEqual([])
  })

  it('are found in words of two alphabets, and not in text of two languages', () => {
    expect(notes('p\u0430ypal')).toEqual(['U+0070 U+0430 U+0079 U+0070 U+0061 U+006C'])
    expect(hasHidden('Слово and word, λόγος')).toBe(false)
  })

  it('are not what Persian is spelt with', () => {
    expect(hasHidden('می‌خواهم')).toBe(false)
    expect(hasHidden('a\u200cb')).toBe(true)
  })

  it('lose and add nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(
          revealCharacters(text)
            .map((one) => one.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

describe('what a frame says', () => {
  const pixels = new Uint8ClampedArray(4 * 6)

  it('is taken when it is in form, and nothing else is', () => {
    const picture = { width: 2, height: 3, pixels }
    expect(readAnswer({ kind: 'page', number: 1, picture })).toEqual({
      kind: 'page',
      number: 1,
      picture,
    })
    const wrong: unknown[] = [
      null,
      'ready',
      { kind: 'opened', pages: 0 },
      { kind: 'opened', pages: 501 },
      { kind: 'opened', pages: 1.5 },
      { kind: 'trouble', why: '<img onerror=1>' },
      { kind: 'page', number: 1, picture: { ...picture, width: 3 } },
      { kind: 'page', number: 1, picture: { ...picture, width: MOST_SIDE + 1 } },
      { kind: 'page', number: 1, picture: { ...picture, pixels: [1, 2] } },
      { kind: 'page', number: 1, picture: null },
    ]
    expect(wrong.map((data) => readAnswer(data))).toEqual(wrong.map(() => null))
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (data) => readAnswer(data) === null || true))
  })
})

describe('the layout of an office paper', () => {
  const measure = (text: string, size: number): number => text.length * size * 0.5

  it('loses no word, keeps within its page, and ends', () => {
    const word = fc.stringMatching(/^[a-z]{1,400}$/u)
    const text = fc.array(word, { maxLength: 80 }).map((words) => words.join(' '))
    const block = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text, level: fc.nat(4) }),
      fc.record({ kind: fc.constant('break' as const) }),
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), (blocks) => {
        const pages = layPages(blocks, measure, 500)
        const laid = pages.flat()
        const said = blocks.map((one) => (one.kind === 'text' ? one.text : '')).join('')
        expect(
          laid
            .map((line) => line.text)
            .join('')
            .replaceAll(' ', ''),
        ).toBe(said.replaceAll(' ', ''))
        for (const { y, size, width, text: line } of laid) {
          expect(y + size).toBeLessThanOrEqual(PAGE.height - PAGE.margin + size)
          expect(measure(line.trimEnd(), size)).toBeLessThanOrEqual(width)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('puts cells side by side, and a row too high for a page on one page', () => {
    const [page = []] = layPages([{ kind: 'row', cells: ['a', 'b', 'c'] }], measure, 5)
    expect(page.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(new Set(page.map(({ y }) => y)).size).toBe(1)
    expect(new Set(page.map(({ x }) => x)).size).toBe(3)
    const high = layPages([{ kind: 'row', cells: ['x '.repeat(100_000)] }], measure, 5)
    expect(high).toHaveLength(1)
  })

  it('stops at so many pages', () => {
    const blocks = Array.from({ length: 50 }, () => ({ kind: 'break' as const }))
    const texts = blocks.flatMap((one) => [{ kind: 'text' as const, text: 'a', level: 0 }, one])
    expect(layPages(texts, measure, 7)).toHaveLength(7)
  })
})
