import {
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
  StandardFonts,
} from '@cantoo/pdf-lib'
import { strToU8, unzipSync, unzlibSync, zipSync } from 'fflate'

/** What must not be found anywhere in a cleaned file. */
export const MARK = 'PLANTED'
/** What is shown, and must still be. */
export const SHOWN = 'What is seen stays'

const JPEG =
  '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJCQgICAgJCQoKCgwMCwsODg4RERT/xABMAAEBAAAAAAAAAAAAAAAAAAAABgEBAQAAAAAAAAAAAAAAAAAABgcQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAAAAAAAAAAAAAAAAD/wAARCAAIAAgDASIAAhEAAxEA/9oADAMBAAIRAxEAPwCLAFF/f//Z'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** A JPEG with EXIF, XMP, a comment, and something behind its end. */
export function plantedJpeg(): Uint8Array {
  const plain = Buffer.from(JPEG, 'base64')
  const segment = (marker: number, text: string): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, 0, text.length + 2]), Buffer.from(text, 'latin1')])
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe1, `Exif\0\0${MARK}`),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${MARK}</x>`),
    segment(0xfe, MARK),
    plain.subarray(2),
    Buffer.from(MARK),
  ])
}

/** A paper as Word leaves it: who, when, on which template, what was struck out, whom it cites. */
export function plantedDocx(change: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const rels = (...lines: string[]): Uint8Array =>
    strToU8(
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`,
    )
  const rel = (id: string, type: string, target: string, mode = ''): string =>
    `<Relationship Id="${id}" Type="${type}" Target="${target}"${mode}/>`
  return zipSync(
    {
      '[Content_Types].xml': strToU8(
        `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="bin" ContentType="application/octet-stream"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/settings.xml" ContentType="${WORD}.settings+xml"/><Override PartName="/word/comments.xml" ContentType="${WORD}.comments+xml"/></Types>`,
      ),
      '_rels/.rels': rels(
        rel('a', `${OFFICE}/officeDocument`, 'word/document.xml'),
        rel('b', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'),
        rel('c', `${PACKAGE}/relationships/metadata/thumbnail`, 'docProps/thumbnail.jpeg'),
      ),
      'docProps/core.xml': strToU8(`${HEAD}<core>${MARK}</core>`),
      'docProps/thumbnail.jpeg': plantedJpeg(),
      'customXml/item1.xml': strToU8(`${HEAD}<mine>${MARK}</mine>`),
      'word/document.xml': strToU8(documentXml()),
      'word/_rels/document.xml.rels': rels(
        rel('p', `${OFFICE}/image`, 'media/image1.jpeg'),
        rel('s', `${OFFICE}/settings`, 'settings.xml'),
        rel('m', `${OFFICE}/comments`, 'comments.xml'),
        rel('x', `${OFFICE}/customXml`, '../customXml/item1.xml'),
        rel('o', `${OFFICE}/oleObject`, 'embeddings/ole.bin'),
        rel('h', `${OFFICE}/hyperlink`, 'https://example.org/', ' TargetMode="External"'),
        rel('l', `${OFFICE}/hyperlink`, `file:///C:/Users/${MARK}`, ' TargetMode="External"'),
      ),
      'word/settings.xml': strToU8(
        `${HEAD}<w:settings xmlns:w="${W}" xmlns:r="${OFFICE}"><w:zoom w:percent="100"/><w:attachedTemplate r:id="t"/><w:rsids><w:rsid w:val="${MARK}"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="${MARK}"/></w:docVars></w:settings>`,
      ),
      'word/comments.xml': strToU8(
        `${HEAD}<w:comments xmlns:w="${W}"><w:comment w:id="0" w:author="${MARK}"/></w:comments>`,
      ),
      'word/embeddings/ole.bin': strToU8(MARK),
      'word/media/image1.jpeg': plantedJpeg(),
      ...change,
    },
    { comment: MARK, extra: { 0x7075: strToU8(MARK) } },
  )
}

function documentXml(): string {
  const by = `w:author="${MARK}" w:date="2026-01-01T00:00:00Z"`
  const run = (said: string): string => `<w:r w:rsidR="${MARK}"><w:t>${said}</w:t></w:r>`
  return `${HEAD}<!-- ${MARK} --><w:document xmlns:w="${W}" xmlns:r="${OFFICE}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>
<w:p w:rsidRDefault="${MARK}"><w:commentRangeStart w:id="0"/>${run(SHOWN)}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>
<w:p><w:pPr><w:rPr><w:ins w:id="1" ${by}/></w:rPr><w:pPrChange w:id="2" ${by}><w:pPr/></w:pPrChange></w:pPr><w:ins w:id="3" ${by}>${run('inserted')}</w:ins><w:del w:id="4" ${by}><w:r><w:delText>${MARK} struck out</w:delText></w:r></w:del></w:p>
<w:p><w:hyperlink r:id="h">${run('outside')}</w:hyperlink><w:hyperlink r:id="l">${run('own disk')}</w:hyperlink></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><wp:docPr id="1" name="C:\\${MARK}.jpg" descr="C:\\Users\\${MARK}.jpg"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="${MARK}.jpg"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
</w:body></w:document>`
}

/** A paper as LibreOffice leaves it. */
export function plantedOdt(change: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const NS = 'urn:oasis:names:tc:opendocument:xmlns'
  const office = `xmlns:office="${NS}:office:1.0" xmlns:text="${NS}:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="${NS}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:officeooo="http://openoffice.org/2009/office" xmlns:style="${NS}:style:1.0"`
  const entry = (path: string, type: string): string =>
    `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`
  const type = 'application/vnd.oasis.opendocument.text'
  return zipSync(
    {
      mimetype: [strToU8(type), { level: 0 }],
      'META-INF/manifest.xml': strToU8(
        `${HEAD}<manifest:manifest xmlns:manifest="${NS}:manifest:1.0" manifest:version="1.3">${entry('/', type)}${entry('content.xml', 'text/xml')}${entry('meta.xml', 'text/xml')}${entry('Pictures/a.jpg', 'image/jpeg')}</manifest:manifest>`,
      ),
      'meta.xml': strToU8(`${HEAD}<meta>${MARK}</meta>`),
      'settings.xml': strToU8(`${HEAD}<settings>${MARK}</settings>`),
      'Thumbnails/thumbnail.png': strToU8(MARK),
      'Basic/Standard/Module1.xml': strToU8(`${HEAD}<module>${MARK}</module>`),
      'Pictures/a.jpg': plantedJpeg(),
      'content.xml': strToU8(
        `${HEAD}<office:document-content ${office} office:version="1.3"><office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:text-properties officeooo:rsid="${MARK}"/></style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>${MARK}</dc:creator></office:change-info><text:p>${MARK} struck out</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>${SHOWN}<text:change text:change-id="c"/><office:annotation office:name="n"><dc:creator>${MARK}</dc:creator><text:p>${MARK}</text:p></office:annotation></text:p><text:p><draw:frame draw:name="/home/${MARK}/a.jpg"><draw:image xlink:href="Pictures/a.jpg"/></draw:frame></text:p></office:text></office:body></office:document-content>`,
      ),
      ...change,
    },
    { comment: MARK },
  )
}

/** A PDF as an office makes it and somebody then comments on it, in two versions. */
export async function plantedPdf(pages = 2): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const { context } = document
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (let at = 0; at < pages; at += 1) document.addPage([300, 200]).drawText(SHOWN, { font })
  const stream = (said: string, entries: Record<string, string> = {}): PDFRawStream =>
    PDFRawStream.of(context.obj(entries), strToU8(said))
  const metadata = context.register(stream(`<x:xmpmeta>${MARK}</x:xmpmeta>`, { Type: 'Metadata' }))
  document.setAuthor(MARK)
  document.setProducer(MARK)
  document.catalog.set(PDFName.of('Metadata'), metadata)
  document.catalog.set(PDFName.of('PieceInfo'), context.obj({ Mine: { Private: words(MARK) } }))
  document.catalog.set(PDFName.of('OpenAction'), context.obj({ S: 'JavaScript', JS: words(MARK) }))
  await document.attach(strToU8(MARK), `${MARK}.txt`, { description: MARK })
  const jpeg = await document.embedJpg(plantedJpeg())
  const [page] = document.getPages()
  page?.drawImage(jpeg, { x: 10, y: 10, width: 20, height: 20 })
  page?.node.set(PDFName.of('LastModified'), words(MARK))
  page?.node.set(PDFName.of('Thumb'), context.register(stream(MARK)))
  page?.node.set(PDFName.of('Annots'), annotations(context))
  const field = document.getForm().createTextField('seen')
  field.setText('filled in')
  if (page) field.addToPage(page)
  context.trailerInfo.ID = context.obj([PDFHexString.fromText(MARK), PDFHexString.fromText(MARK)])
  context.register(words(`${MARK}: nothing refers to it`))
  return document.save({ useObjectStreams: false })
}

function annotations(context: PDFContext): PDFArray {
  const made = PDFArray.withContext(context)
  const add = (annotation: PDFDict): void => made.push(context.register(annotation))
  const rect = [1, 1, 9, 9]
  const by = {
    T: words(MARK),
    M: words(MARK),
    NM: words(MARK),
    CreationDate: words(MARK),
    RC: words(MARK),
  }
  add(
    context.obj({
      Type: 'Annot',
      Subtype: 'Text',
      Rect: rect,
      Contents: words('a note that is seen'),
      ...by,
    }),
  )
  add(
    context.obj({ Type: 'Annot', Subtype: 'FileAttachment', Rect: rect, FS: { UF: words(MARK) } }),
  )
  add(
    context.obj({ Type: 'Annot', Subtype: 'Link', Rect: rect, A: { S: 'Launch', F: words(MARK) } }),
  )
  add(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      Rect: rect,
      F: 2,
      FT: 'Tx',
      T: words('h'),
      V: words(MARK),
    }),
  )
  return made
}

function words(said: string): PDFString {
  return PDFString.of(said)
}

/** Everything that a file says, with all that is packed or deflated in it unfolded. */
export function unfolded(bytes: Uint8Array): string {
  const own = Buffer.from(bytes).toString('latin1')
  if (own.startsWith('PK'))
    return (
      own +
      Object.entries(unzipSync(bytes))
        .map(([name, part]) => name + unfolded(part))
        .join('\n')
    )
  if (!own.startsWith('%PDF')) return own
  const streams = [...own.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
  return own + streams.map(([, stream = '']) => inflated(Buffer.from(stream, 'latin1'))).join('\n')
}

function inflated(stream: Uint8Array): string {
  try {
    return Buffer.from(unzlibSync(stream)).toString('latin1')
  } catch {
    return ''
  }
}

/** The mark as any of the texts that these files are written in. */
export function marksIn(bytes: Uint8Array): string[] {
  const hex = Buffer.from(MARK, 'utf16le').swap16().toString('hex')
  const all = unfolded(bytes)
  return [
    MARK,
    Buffer.from(MARK, 'utf16le').toString('latin1'),
    hex,
    Buffer.from(MARK).toString('hex'),
  ].filter((mark) => all.toLowerCase().includes(mark.toLowerCase()))
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml'

function packed(
  types: Readonly<Record<string, string>>,
  main: string,
  parts: Readonly<Record<string, string>>,
): Uint8Array {
  const overrides = Object.entries(types).map(
    ([path, type]) => `<Override PartName="/${path}" ContentType="${type}+xml"/>`,
  )
  const all = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': relations({
      a: ['officeDocument', main],
      z: ['extended-properties', 'docProps/app.xml'],
    }),
    'docProps/app.xml': `<Properties>${MARK}</Properties>`,
    ...parts,
  }
  return zipSync(
    Object.fromEntries(Object.entries(all).map(([path, xml]) => [path, strToU8(HEAD + xml)])),
  )
}

function relations(list: Readonly<Record<string, readonly [string, string]>>): string {
  const lines = Object.entries(list).map(
    ([id, [type, target]]) =>
      `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`
}

/** A table as Excel leaves it: where it lay, who pivoted it, what another book held, a printer. */
export function plantedXlsx(): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const names = `xmlns="${main}" xmlns:r="${OFFICE}"`
  return packed(
    {
      'xl/workbook.xml': `${XLSX}.sheet.main`,
      'xl/worksheets/sheet1.xml': `${XLSX}.worksheet`,
      'xl/sharedStrings.xml': `${XLSX}.sharedStrings`,
      'xl/externalLinks/externalLink1.xml': `${XLSX}.externalLink`,
      'xl/pivotCache/pivotCacheDefinition1.xml': `${XLSX}.pivotCacheDefinition`,
      'xl/comments1.xml': `${XLSX}.comments`,
    },
    'xl/workbook.xml',
    {
      'xl/workbook.xml': `<workbook ${names} xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"><fileVersion appName="${MARK}"/><x15ac:absPath url="C:\\Users\\${MARK}"/><sheets><sheet name="Sheet1" sheetId="1" r:id="s"/></sheets><externalReferences><externalReference r:id="e"/></externalReferences><pivotCaches><pivotCache cacheId="1" r:id="v"/></pivotCaches></workbook>`,
      'xl/_rels/workbook.xml.rels': relations({
        s: ['worksheet', 'worksheets/sheet1.xml'],
        t: ['sharedStrings', 'sharedStrings.xml'],
        e: ['externalLink', 'externalLinks/externalLink1.xml'],
        v: ['pivotCacheDefinition', 'pivotCache/pivotCacheDefinition1.xml'],
      }),
      'xl/worksheets/sheet1.xml': `<worksheet ${names}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>[1]${MARK}!A1</f><v>7</v></c></row></sheetData><hyperlinks><hyperlink ref="A1" r:id="l"/></hyperlinks><pageSetup r:id="p"/><legacyDrawing r:id="d"/></worksheet>`,
      'xl/worksheets/_rels/sheet1.xml.rels': relations({
        c: ['comments', '../comments1.xml'],
        p: ['printerSettings', '../printerSettings/printerSettings1.bin'],
        d: ['vmlDrawing', '../drawings/vmlDrawing1.vml'],
      }),
      'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>${SHOWN}</t></si></sst>`,
      'xl/externalLinks/externalLink1.xml': `<externalLink xmlns="${main}">${MARK}</externalLink>`,
      'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition xmlns="${main}" refreshedBy="${MARK}"/>`,
      'xl/comments1.xml': `<comments xmlns="${main}"><authors><author>${MARK}</author></authors></comments>`,
      'xl/printerSettings/printerSettings1.bin': MARK,
      'xl/drawings/vmlDrawing1.vml': `<xml>${MARK}</xml>`,
    },
  )
}

/** Slides as PowerPoint leaves them: who commented, whose tags, in which revision. */
export function plantedPptx(): Uint8Array {
  const p = 'http://schemas.openxmlformats.org/presentationml/2006/main'
  const a = 'http://schemas.openxmlformats.org/drawingml/2006/main'
  const names = `xmlns:p="${p}" xmlns:a="${a}" xmlns:r="${OFFICE}"`
  return packed(
    {
      'ppt/presentation.xml': `${PPTX}.presentation.main`,
      'ppt/slides/slide1.xml': `${PPTX}.slide`,
      'ppt/commentAuthors.xml': `${PPTX}.commentAuthors`,
      'ppt/comments/comment1.xml': `${PPTX}.comments`,
      'ppt/tags/tag1.xml': `${PPTX}.tags`,
    },
    'ppt/presentation.xml',
    {
      'ppt/presentation.xml': `<p:presentation ${names}><p:sldIdLst><p:sldId id="256" r:id="s"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:custDataLst><p:tags r:id="t"/></p:custDataLst><p:modifyVerifier userId="${MARK}"/></p:presentation>`,
      'ppt/_rels/presentation.xml.rels': relations({
        s: ['slide', 'slides/slide1.xml'],
        u: ['commentAuthors', 'commentAuthors.xml'],
        t: ['tags', 'tags/tag1.xml'],
      }),
      'ppt/slides/slide1.xml': `<p:sld ${names}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1" descr="\\\\server\\${MARK}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${SHOWN}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
      'ppt/slides/_rels/slide1.xml.rels': relations({
        c: ['comments', '../comments/comment1.xml'],
      }),
      'ppt/commentAuthors.xml': `<p:cmAuthorLst xmlns:p="${p}"><p:cmAuthor name="${MARK}"/></p:cmAuthorLst>`,
      'ppt/comments/comment1.xml': `<p:cmLst xmlns:p="${p}">${MARK}</p:cmLst>`,
      'ppt/tags/tag1.xml': `<p:tagLst xmlns:p="${p}">${MARK}</p:tagLst>`,
    },
  )
}
