import { PDFDocument } from '@cantoo/pdf-lib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { cleanFile } from '../../../src/page/clean/clean-file.ts'
import { type CleanedFile, Job, type Progress } from '../../../src/page/clean/job.ts'
import {
  MARK,
  marksIn,
  plantedDocx,
  plantedJpeg,
  plantedOdt,
  plantedPdf,
  SHOWN,
  unfolded,
} from './planted.ts'

async function cleaned(bytes: Uint8Array, job = new Job()): Promise<CleanedFile> {
  const [made] = await cleanFile(new Blob([Uint8Array.from(bytes)]), job)
  if (made === undefined) throw new TypeError('nothing made')
  return made
}

const damaged = { code: 'damaged' }

describe('a paper of Word', () => {
  test('keeps what it shows and nothing that was planted', async () => {
    const planted = plantedDocx()
    expect(marksIn(planted)).not.toEqual([])
    const made = await cleaned(planted)
    expect(made.ending).toBe('.docx')
    expect(marksIn(made.bytes)).toEqual([])
    for (const said of [SHOWN, 'inserted', 'outside', 'own disk', 'https://example.org/'])
      expect(unfolded(made.bytes)).toContain(said)
    expect(unfolded(made.bytes)).toContain('word/media/image1.jpeg')
  })

  test('lists every part that it has, and has every part that it lists', async () => {
    const all = unfolded((await cleaned(plantedDocx())).bytes)
    const targets = [...all.matchAll(/Target="\/([^"]+)"/g)].map(([, path]) => path)
    expect(targets).toEqual(['word/document.xml', 'word/media/image1.jpeg', 'word/settings.xml'])
    expect([...all.matchAll(/PartName="\/([^"]+)"/g)].map(([, path]) => path)).toEqual([
      'word/document.xml',
      'word/settings.xml',
    ])
    expect(all).not.toMatch(/comments|oleObject|core-properties|customXml/)
  })

  test('is one and the same twice', async () => {
    expect((await cleaned(plantedDocx())).bytes).toEqual((await cleaned(plantedDocx())).bytes)
  })

  test.each([
    ['a document type', '<!DOCTYPE w [<!ENTITY a "b">]><w/>'],
    ['an open element', '<w><x></w>'],
    ['nothing', ''],
  ])('with %s in its text is damaged', async (_, xml) => {
    const broken = plantedDocx({ 'word/document.xml': strToU8(xml) })
    await expect(cleaned(broken)).rejects.toMatchObject(damaged)
  })
})

describe('a paper of LibreOffice', () => {
  test('keeps what it shows and nothing that was planted', async () => {
    const planted = plantedOdt()
    expect(marksIn(planted)).not.toEqual([])
    const made = await cleaned(planted)
    expect(made.ending).toBe('.odt')
    expect(marksIn(made.bytes)).toEqual([])
    expect(unfolded(made.bytes)).toContain(SHOWN)
    expect(unfolded(made.bytes)).toContain('Pictures/a.jpg')
  })

  test('begins with its type, stored as it is', async () => {
    const { bytes } = await cleaned(plantedOdt())
    expect(Buffer.from(bytes.subarray(30, 77)).toString()).toBe(
      'mimetypeapplication/vnd.oasis.opendocument.text',
    )
  })

  test('under a password says so', async () => {
    const locked = plantedOdt({
      'META-INF/manifest.xml': strToU8('<m><file-entry><encryption-data/></file-entry></m>'),
    })
    await expect(cleaned(locked)).rejects.toMatchObject({ code: 'locked' })
  })
})

describe('a package', () => {
  test('that is no paper is of no known kind', async () => {
    await expect(cleaned(zipSync({ a: strToU8('b') }))).rejects.toMatchObject({
      code: 'unknown-kind',
    })
  })
})

describe('a PDF', () => {
  test('keeps its pages and nothing that was planted', async () => {
    const planted = await plantedPdf()
    expect(marksIn(planted)).not.toEqual([])
    const made = await cleaned(planted)
    expect(marksIn(made.bytes)).toEqual([])
    const all = unfolded(made.bytes)
    expect(all).toContain('a note that is seen')
    const read = await PDFDocument.load(made.bytes)
    expect(read.getForm().getTextField('seen').getText()).toBe('filled in')
    expect(read.getPageCount()).toBe(2)
  })

  test('says page by page how far it is', async () => {
    const told: Progress[] = []
    await cleaned(await plantedPdf(3), new Job((progress) => told.push(progress)))
    expect(told.filter(({ unit }) => unit === 'page')).toEqual(
      [1, 2, 3].map((done) => ({ unit: 'page', done, of: 3 })),
    )
  })

  test('ends early when it is taken out', async () => {
    const job = new Job(({ unit, done }) => {
      if (unit === 'page' && done === 2) job.stop()
    })
    await expect(cleaned(await plantedPdf(9), job)).rejects.toMatchObject({ code: 'stopped' })
  })

  test('under a password says so', async () => {
    const locked = await PDFDocument.create()
    locked.addPage()
    locked.encrypt({ userPassword: 'secret' })
    await expect(cleaned(await locked.save())).rejects.toMatchObject({ code: 'locked' })
  })

  test('without pages is damaged', async () => {
    await expect(cleaned(strToU8(`%PDF-1.4 ${MARK}`))).rejects.toMatchObject(damaged)
  })
})

describe('plain text', () => {
  test('loses its mark, its line ends, trailing blanks and letters that nobody sees', async () => {
    const text = '\u{FEFF}one \t\r\ntwo\u{200B}\rنمی\u{200C}شود\u{E0041}'
    const made = await cleaned(strToU8(text))
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(made.bytes)).toBe(
      'one\ntwo\nنمی\u{200C}شود',
    )
  })

  test('in two bytes a letter becomes UTF-8', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Привет\r\n', 'utf16le')])
    expect(Buffer.from((await cleaned(wide)).bytes).toString()).toBe('Привет\n')
  })

  test('in an older set keeps its letters', async () => {
    const older = Uint8Array.of(0xcf, 0xf0, 0x20, 0x0d, 0x0a)
    expect([...(await cleaned(older)).bytes]).toEqual([0xcf, 0xf0, 0x0a])
  })
})

describe('a file', () => {
  test.each([
    ['a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0), 'unknown-kind'],
    [
      'an old container',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
      'unknown-kind',
    ],
    ['a picture where there is no canvas', plantedJpeg(), 'undecodable'],
    ['a film that is only a beginning', strToU8('\0\0\0\x18ftypisom\0\0\0\0isom'), 'damaged'],
  ])('that is %s says why it is not cleaned', async (_, bytes, code) => {
    await expect(cleaned(bytes)).rejects.toMatchObject({ code })
  })

  test('cut off anywhere has its sentence, whatever it was', async () => {
    for (const whole of [plantedDocx(), plantedOdt(), await plantedPdf()])
      for (const part of [0.1, 0.5, 0.9]) {
        const cut = whole.subarray(0, Math.floor(whole.length * part))
        const code = await cleaned(cut).then(
          ({ bytes }) => (marksIn(bytes).length === 0 ? 'clean' : 'not clean'),
          (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
        )
        expect(['damaged', 'clean']).toContain(code)
      }
  })
})
