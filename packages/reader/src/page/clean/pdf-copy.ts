import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib'
import type { FoundPage } from './pdf.ts'
import { CARRYING, FORBIDDEN_ACTIONS, holdsNames, mayStay, type PdfRole } from './pdf-keys.ts'
import { plainStream } from './pdf-stream.ts'

const HIDDEN = 0b10_0010
const DEPTH = 100

/** Copies objects into a new document, each once, and of each only what may stay. */
export class PdfCopy {
  readonly #from: PDFContext
  readonly #to: PDFContext
  readonly #made = new Map<PDFRef, PDFRef>()
  readonly #due: { readonly ref: PDFRef; readonly role: PdfRole }[] = []

  constructor(from: PDFContext, to: PDFContext) {
    this.#from = from
    this.#to = to
  }

  /** The number of a page in the new document, before or after the page is there. */
  announce(ref: PDFRef): PDFRef {
    const made = this.#made.get(ref) ?? this.#to.nextRef()
    this.#made.set(ref, made)
    return made
  }

  page({ ref, dict, inherited }: FoundPage, tree: PDFRef): void {
    const page = this.#dict(dict, 'page', 0)
    for (const [key, value] of inherited) page.set(PDFName.of(key), this.#object(value, 'other', 0))
    page.set(PDFName.of('Type'), PDFName.of('Page'))
    page.set(PDFName.of('Parent'), tree)
    this.#to.assign(this.announce(ref), page)
    this.#finish()
  }

  entries(source: PDFDict, target: PDFDict, keys: readonly string[]): void {
    for (const key of keys) {
      const value = source.get(PDFName.of(key))
      if (value !== undefined) target.set(PDFName.of(key), this.#object(value, roleUnder(key), 0))
    }
    this.#finish()
  }

  /** Fields that can be seen, with what is filled in; no scripts, no order of calculation. */
  form(catalog: PDFDict, target: PDFDict): void {
    const form = catalog.lookup(PDFName.of('AcroForm'))
    if (!(form instanceof PDFDict)) return
    const made = PDFDict.withContext(this.#to)
    this.entries(form, made, ['DR', 'DA', 'Q', 'NeedAppearances'])
    const fields = form.lookup(PDFName.of('Fields'))
    made.set(PDFName.of('Fields'), this.#list(fields, 'annotation', 0))
    target.set(PDFName.of('AcroForm'), made)
    this.#finish()
  }

  /** Named places, of the names that a document can have; not its scripts and files. */
  places(catalog: PDFDict, target: PDFDict): void {
    const names = catalog.lookup(PDFName.of('Names'))
    if (!(names instanceof PDFDict)) return
    const made = PDFDict.withContext(this.#to)
    this.entries(names, made, ['Dests'])
    target.set(PDFName.of('Names'), made)
  }

  #finish(): void {
    for (let next = this.#due.pop(); next !== undefined; next = this.#due.pop()) {
      const made = this.announce(next.ref)
      this.#to.assign(made, this.#object(this.#from.lookup(next.ref) ?? PDFNull, next.role, 0))
    }
  }

  #object(object: PDFObject, role: PdfRole, depth: number): PDFObject {
    if (depth > DEPTH) return PDFNull
    if (object instanceof PDFRef) return this.#ref(object, role)
    if (object instanceof PDFArray) return this.#list(object, role, depth)
    if (object instanceof PDFRawStream)
      return this.#isCarried(object.dict) ? this.#stream(object, depth) : PDFNull
    if (object instanceof PDFDict)
      return this.#isCarried(object) ? this.#dict(object, role, depth) : PDFNull
    return object
  }

  #ref(ref: PDFRef, role: PdfRole): PDFRef | typeof PDFNull {
    const made = this.#made.get(ref)
    if (made !== undefined) return made
    const object = this.#from.lookup(ref)
    if (object === undefined || (object instanceof PDFDict && !this.#isCarried(object)))
      return PDFNull
    this.#due.push({ ref, role })
    return this.announce(ref)
  }

  #list(list: PDFObject | undefined, role: PdfRole, depth: number): PDFArray {
    const made = PDFArray.withContext(this.#to)
    const items = list instanceof PDFArray ? list.asArray() : []
    for (const item of items)
      if (role !== 'annotation' || this.#isShown(item, 0))
        made.push(this.#object(item, 'other', depth + 1))
    return made
  }

  #dict(dict: PDFDict, given: PdfRole, depth: number): PDFDict {
    const role = roleOf(dict, given)
    const made = PDFDict.withContext(this.#to)
    for (const [name, value] of dict.entries()) {
      const key = name.decodeText()
      if (!mayStay(role, key) || this.#isRefused(dict, key, value)) continue
      made.set(name, this.#object(value, role === 'names' ? 'other' : roleUnder(key), depth + 1))
    }
    return made
  }

  #stream(stream: PDFRawStream, depth: number): PDFRawStream {
    const plain = plainStream(stream)
    return PDFRawStream.of(this.#dict(plain.dict, 'other', depth), plain.contents)
  }

  /** Scripts, signatures, files, nodes of the old page tree and what is hidden do not go on. */
  #isCarried(dict: PDFDict): boolean {
    if (LEFT_BEHIND.has(typeOf(dict, 'Type'))) return false
    const isAction = FORBIDDEN_ACTIONS.has(typeOf(dict, 'S')) && !dict.has(PDFName.of('P'))
    return !isAction && (!isAnnotation(dict) || this.#isShown(dict, 0))
  }

  /** Whether an annotation or field is seen at all: else it goes, with what it holds. */
  #isShown(item: PDFObject, depth: number): boolean {
    const dict = item instanceof PDFRef ? this.#from.lookup(item) : item
    if (!(dict instanceof PDFDict) || depth > DEPTH) return false
    const flags = dict.lookup(PDFName.of('F'))
    if (flags instanceof PDFNumber && (flags.asNumber() & HIDDEN) !== 0) return false
    const kids = dict.lookup(PDFName.of('Kids'))
    if (kids instanceof PDFArray) return kids.asArray().some((kid) => this.#isShown(kid, depth + 1))
    return !CARRYING.has(typeOf(dict, 'Subtype'))
  }

  #isRefused(dict: PDFDict, key: string, value: PDFObject): boolean {
    const said = this.#from.lookup(value)
    switch (key) {
      case 'T':
        return isMarkup(dict)
      case 'V':
        return typeOf(dict, 'FT') === 'Sig'
      case 'F':
        return said instanceof PDFDict
      case 'URI':
        return /^file:/i.test(textOf(said))
      case 'Alt':
        return PATH.test(textOf(said))
      default:
        return false
    }
  }
}

const LEFT_BEHIND = new Set(
  'Pages Sig DocTimeStamp Filespec F EmbeddedFile Metadata ObjStm XRef'.split(' '),
)

function roleUnder(key: string): PdfRole {
  if (key === 'Annots' || key === 'Kids' || key === 'Fields') return 'annotation'
  return holdsNames(key) ? 'names' : 'other'
}

function roleOf(dict: PDFDict, given: PdfRole): PdfRole {
  if (given === 'page' || given === 'names') return given
  if (isAnnotation(dict)) return 'annotation'
  const subtype = typeOf(dict, 'Subtype')
  if (subtype === 'Image') return 'picture'
  return subtype === 'Form' ? 'form' : 'other'
}

/** An annotation, or a field of a form, by what it has: many lack a type. */
function isAnnotation(dict: PDFDict): boolean {
  const has = (key: string): boolean => dict.has(PDFName.of(key))
  if (typeOf(dict, 'Type') === 'Annot' || has('FT')) return true
  return (has('Rect') && has('Subtype')) || (has('T') && has('Kids'))
}

function isMarkup(dict: PDFDict): boolean {
  const subtype = typeOf(dict, 'Subtype')
  return subtype !== '' && subtype !== 'Widget'
}

/** Programs put the path of an inserted picture where its description should be. */
const PATH = /[\\/]|\.\w{3,4}$/

function textOf(text: PDFObject | undefined): string {
  return text instanceof PDFString || text instanceof PDFHexString ? text.decodeText() : ''
}

function typeOf(dict: PDFDict, key: string): string {
  const name = dict.lookup(PDFName.of(key))
  return name instanceof PDFName ? name.decodeText() : ''
}
