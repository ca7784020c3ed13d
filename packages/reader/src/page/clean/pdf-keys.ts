/** What a dictionary is for decides which of its entries go on. */
export type PdfRole = 'page' | 'annotation' | 'picture' | 'form' | 'names' | 'other'

/** Entries that say who, when or with what, or that run or carry something. Removed everywhere. */
const NOWHERE = new Set(
  `Metadata PieceInfo LastModified CreationDate ModDate Author Producer Creator Info ID
  JavaScript JS AA OpenAction AF EF EmbeddedFiles Thumb XFA OPI Alternates CreatorInfo
  URLS IDS Collection Perms Legal DSS Extensions Requirements SpiderInfo NeedsRendering
  PresSteps Measure PtData FFilter FDecodeParms`.split(/\s+/),
)

/** By role, the only entries that stay. They make up what is seen, found and read aloud. */
const ONLY: Partial<Record<PdfRole, ReadonlySet<string>>> = {
  page: entries(`Type Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group
    Annots StructParents Tabs UserUnit Trans Dur`),
  annotation: entries(`Type Subtype Rect Contents F AP AS Border BS BE C IC CA QuadPoints L LE
    Vertices InkList A Dest H P StructParent OC Open Name DA Q CL RD IT DS FT Ff V T Kids Parent
    Opt MK MaxLen TI I`),
  picture: entries(`Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask
    Decode Interpolate SMask SMaskInData Matte StructParent OC Filter DecodeParms`),
  form: entries(`Type Subtype FormType BBox Matrix Resources Group StructParent StructParents OC
    Filter DecodeParms`),
}

/** Of the catalog: no metadata, names of scripts and files, signatures, collections. */
export const CATALOG_ENTRIES: readonly string[] = [
  ...entries(`Version PageLabels ViewerPreferences PageLayout PageMode Outlines Dests Lang
    StructTreeRoot MarkInfo OCProperties OutputIntents`),
]

/** Annotations that carry files, sounds or films, or only the window of another. */
export const CARRYING: ReadonlySet<string> = entries(
  'FileAttachment Sound Movie Screen 3D RichMedia Popup TrapNet PrinterMark Redact',
)

/** What a click, a page or a field may not do: run, send, open another file. */
export const FORBIDDEN_ACTIONS: ReadonlySet<string> =
  entries(`JavaScript Launch SubmitForm ResetForm
  ImportData GoToR GoToE Hide Rendition Movie Sound SetOCGState GoTo3DView RichMediaExecute`)

/** Their entries are names that the document chose. */
const NAMED = entries(`Font XObject ExtGState ColorSpace Pattern Shading Properties Dests CharProcs
  Colorants RoleMap ClassMap`)

export function mayStay(role: PdfRole, key: string): boolean {
  if (role === 'names') return true
  const only = ONLY[role]
  return only === undefined ? !NOWHERE.has(key) && !isPrivate(key) : only.has(key)
}

export function holdsNames(key: string): boolean {
  return NAMED.has(key)
}

/** A key that a program made for itself: its registered prefix, then an underscore. */
function isPrivate(key: string): boolean {
  return /^[A-Z]{3,5}_/.test(key)
}

function entries(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/))
}
