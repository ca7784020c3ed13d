import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayName } from '../../src/wire/display-name.ts'

const names: [string, string, string][] = [
  ['an ordinary name', 'report 2031.pdf', 'report 2031.pdf'],
  ['other scripts', 'отчёт-۱۴۰۱ گزارش.pdf', 'отчёт-۱۴۰۱ گزارش.pdf'],
  ['right-to-left override', 'annual\u202efdp.exe', 'annual\ufffdfdp.exe'],
  ['isolates', '\u2066a\u2069.png', '\ufffda\ufffd.png'],
  ['zero width', 'pass\u200bword.txt', 'pass\ufffdword.txt'],
  ['a byte order mark', '\ufeffa.txt', '\ufffda.txt'],
  ['line breaks and escapes', 'a\r\n\u001b[31mb.txt', 'a\ufffd\ufffd\ufffd[31mb.txt'],
  ['C1 and line separators', 'a\u0085\u2028\u2029b', 'a\ufffd\ufffd\ufffdb'],
  ['paths', '../..\\etc/passwd', '..\ufffd..\ufffdetc\ufffdpasswd'],
  ['many spaces before the ending', 'invoice.pdf\u00a0\u3000      .exe', 'invoice.pdf .exe'],
  ['the joiner within a Persian word', 'می\u200cخواهم.pdf', 'می\u200cخواهم.pdf'],
  ['the joiner elsewhere', 'a\u200cb', 'a\ufffdb'],
  ['towers of marks', `a${'\u0301'.repeat(30)}b`, `a${'\u0301'.repeat(3)}b`],
  ['tag characters', 'a\u{e0041}b', 'a\ufffdb'],
  ['nothing', '', ''],
]

test.each(names)('%s', (_, name, shown) => {
  expect(displayName(name)).toBe(shown)
})

test('a long name keeps its ending', () => {
  const shown = displayName(`${'x'.repeat(300)}.tar.gz`)
  expect(shown).toMatch(/^x+…x+\.tar\.gz$/)
  expect(Array.from(shown)).toHaveLength(80)
})

test('whatever comes, nothing unsafe is shown, and showing twice changes nothing', () => {
  const holds = (name: string): void => {
    const shown = displayName(name)
    expect(shown.replaceAll('\u200c', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}/\\]/u)
    expect(displayName(shown)).toBe(shown)
  }
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), holds), { numRuns: 500 })
})
