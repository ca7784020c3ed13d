import type { SiteRecords } from '../record.ts'
import { bridgeEn } from './bridge-en.ts'
import { bridgeRu } from './bridge-ru.ts'
import { notebookEn } from './notebook-en.ts'
import { notebookRu } from './notebook-ru.ts'
import { about, desks, tagline, title } from './organisation.ts'
import { wardEn } from './ward-en.ts'
import { wardRu } from './ward-ru.ts'

/** The demonstration organisation: an invented newsroom of an invented country. */
export function demonstration(): SiteRecords {
  return {
    languages: ['en', 'ru'],
    title,
    tagline,
    about,
    desks,
    stories: [bridgeEn, bridgeRu, wardEn, wardRu, notebookEn, notebookRu],
    frontOrder: ['ward', 'bridge', 'notebook'],
  }
}
