/** Relations by which a part stays: what is shown, how it looks, and where its links lead. */
export const KEPT_RELATIONS: ReadonlySet<string> = new Set(
  `officeDocument styles settings fontTable font theme themeOverride numbering header footer
  footnotes endnotes image hyperlink worksheet chartsheet sharedStrings drawing chart chartEx
  chartUserShapes chartStyle chartColorStyle table slideMaster slideLayout slide notesSlide
  notesMaster presProps tableStyles diagramData diagramLayout diagramQuickStyle diagramColors
  diagramDrawing video audio media`.split(/\s+/),
)

/** Elements that say who, when, with what or from where; gone with all that is in them. */
export const GONE: ReadonlySet<string> = new Set(
  `rsids docVars attachedTemplate mailMerge docId proofState activeWritingStyle trackRevisions
  saveThroughXslt writeProtection readModeInkLockDown smartTagType documentProtection
  commentRangeStart commentRangeEnd commentReference annotationRef legacyDrawing legacyDrawingHF
  del moveFrom moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
  rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange
  numberingChange cellIns cellDel cellMerge customXmlInsRangeStart customXmlInsRangeEnd
  customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart
  customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd dataBinding
  fileVersion fileSharing absPath revisionPtr oleSize pivotCaches externalReferences
  customWorkbookViews fileRecoveryPr webPublishing creationId modifyVerifier
  custDataLst cmAuthorLst customXmlPr smartTagPr`.split(/\s+/),
)

/** Lists that must not be left with nothing in them. */
export const GONE_WHEN_EMPTY: ReadonlySet<string> = new Set(
  'hyperlinks oleObjects controls tableParts drawing'.split(' '),
)

/** Elements whose content stays without them: accepted insertions, and wrappers with an identity. */
export const UNWRAPPED: ReadonlySet<string> = new Set('ins moveTo smartTag customXml'.split(' '))

/** Attributes that tell when a piece was written, by whom or in which copy. */
export function isTelling(local: string): boolean {
  return (
    /^rsid/i.test(local) ||
    /^(?:author|initials|date|dateUtc|userId|userName|paraId|textId|refreshedBy|refreshedDate|codeName|lastEdited|providerId|uid|backupFile|userBooked|modId)$/.test(
      local,
    )
  )
}

/** Programs put the path or name of an inserted picture where its description should be. */
export function looksLikePath(text: string): boolean {
  return /[\\/]|\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|svg|emf|wmf|docx?|xlsx?|pptx?|od[tsp]|pdf)$/i.test(
    text.trim(),
  )
}

/** An address that leads onto the writer's own disk or into a house's own network. */
export function isLocalAddress(address: string): boolean {
  return /^(?:file:|[a-z]:|\\\\|\/\/|\.\.?\/)/i.test(address.trim())
}
