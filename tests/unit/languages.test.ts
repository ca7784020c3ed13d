import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addLanguage, nextSteps } from '../src/languages/add-language.ts'
import { readCatalogues } from '../src/languages/catalogues.ts'
import { lackingMessages, lackingText } from '../src/languages/lacking.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** A copy of all catalogues, to be changed. */
function copied(): { root: string; end: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'postern-languages-'))
  for (const name of ['reader', 'site']) {
    const folder = `packages/${name}/src/messages`
    mkdirSync(join(root, folder), { recursive: true })
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true })
  }
  cpSync(join(ROOT, 'packages/site/src/language.ts'), join(root, 'packages/site/src/language.ts'))
  return { root, end: () => rmSync(root, { recursive: true }) }
}

describe('the languages', () => {
  it('are all there, in reader and site alike', async () => {
    const catalogues = await readCatalogues(ROOT)
    expect(catalogues.map(({ name }) => name)).toEqual(expect.arrayContaining(['reader', 'site']))
    for (const { languages } of catalogues)
      expect([...languages.keys()]).toEqual(expect.arrayContaining(['en', 'fa', 'ru', 'uk']))
  })

  it('are listed with what one of them lacks', async () => {
    const { root, end } = copied()
    const path = join(root, 'packages/site/src/messages/fa.ts')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/frontPage: '[^']+'/u, "frontPage: ' '"))
    const text = lackingText(lackingMessages(await readCatalogues(root)))
    expect(text).toContain('fa  site: 1 missing\n      frontPage')
    expect(text).toContain('fa  reader: complete')
    end()
  })

  it('lack everything of a package that does not have them', () => {
    const languages = new Map([['en', { a: 'A', b: { c: 'C' } }]])
    const other = new Map([...languages, ['ru', { a: 'А', b: { c: 'Ц' } }]])
    const lacking = lackingMessages([
      { name: 'one', folder: '', languages },
      { name: 'two', folder: '', languages: other },
    ])
    const wanting = lacking.filter(({ lacks }) => lacks.length > 0)
    expect(wanting).toEqual([{ catalogue: 'one', language: 'ru', lacks: ['a', 'b.c'] }])
  })
})

describe('a new language', () => {
  it('gets files with every message to translate, and is known to each package', async () => {
    const { root, end } = copied()
    const written = await addLanguage(root, 'ar')
    expect(written).toContain('packages/reader/src/messages/ar.ts')
    expect(written).toContain('packages/site/src/messages/ar.ts')
    const reader = readFileSync(join(root, 'packages/reader/src/messages/ar.ts'), 'utf8')
    expect(reader).toContain("    // Before you write\n    safetyTitle: '',")
    expect(reader).toContain('export const ar: ReaderMessages = {')
    const index = readFileSync(join(root, 'packages/reader/src/messages/index.ts'), 'utf8')
    expect(index).toMatch(/import \{ ar \} from '\.\/ar\.ts'/u)
    expect(index).toMatch(/= \{ [^}]*, ar \}/u)
    const facts = readFileSync(join(root, 'packages/site/src/language.ts'), 'utf8')
    expect(facts).toContain("  ar: { ownName: 'العربية', direction: 'rtl', dates: 'ar' },\n}")
    const [english] = await readCatalogues(root)
    const lacking = lackingMessages(await readCatalogues(root))
    const ofReader = lacking.find((one) => one.language === 'ar' && one.catalogue === 'reader')
    expect(english?.name).toBe('reader')
    expect(ofReader?.lacks).toContain('spoken.crowd')
    expect(ofReader?.lacks).not.toContain('spoken.durations')
    end()
  })

  it('is told its plural cases and what comes next', () => {
    expect(nextSteps('ar')).toContain('zero, one, two, few, many, other')
    expect(nextSteps('pl')).toMatch(/few/u)
    expect(nextSteps('pl')).toMatch(/npm run language/u)
  })

  it('that cannot be one is refused, and nothing is written', async () => {
    const { root, end } = copied()
    await expect(addLanguage(root, 'en')).rejects.toThrow(/there already/u)
    for (const tag of ['xx', '../de', 'Deutsch', ''])
      await expect(addLanguage(root, tag)).rejects.toThrow(/not the tag of a language/u)
    const files = readdirSync(join(root, 'packages/reader/src/messages'))
    expect(files).toEqual(readdirSync(join(ROOT, 'packages/reader/src/messages')))
    end()
  })
})

describe('the style', () => {
  const folder = join(ROOT, 'packages/site/src/style')
  const style = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  const PHYSICAL =
    /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|float|clear|text-align: *(?:left|right))\s*:/gu

  it('knows no left and no right, so that it turns with the language', () => {
    const declared = style.replaceAll(/@media[^{]*\{/gu, '{')
    expect(declared.match(PHYSICAL)).toBeNull()
    expect('{ margin-left: 1px; }'.match(PHYSICAL)).not.toBeNull()
  })
})
