import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readAssetFile } from '../asset-files.ts'
import { frontOrderForm } from '../records/front-order.ts'
import { pictureForm } from '../records/picture.ts'
import { beginStory } from '../records/story-steps.ts'
import { checkStory, type Story } from '../records/story.ts'
import { authorForm, topicForm } from '../records/topic.ts'
import type { SiteRecords } from '../site-records.ts'
import { about, desks, tagline, title } from './organisation.ts'

const FOLDER = new URL('../../demonstration/', import.meta.url)

const nameForm = z.looseObject({ story: z.string(), language: z.string(), slug: z.string() })

/**
 * The demonstration organisation: an invented newsroom of an invented country, with twenty stories.
 * Its texts and pictures lie in files, one a story and language.
 */
export function demonstration(): SiteRecords {
  return {
    languages: ['en', 'ru', 'uk', 'fa'],
    title,
    tagline,
    about,
    desks,
    stories: stories(),
    fronts: z.array(frontOrderForm).parse(readJson('front.json')),
    topics: z.array(topicForm).parse(readJson('topics.json')),
    authors: z.array(authorForm).parse(readJson('authors.json')),
    pictures: z.array(pictureForm).parse(readJson('pictures.json')),
  }
}

/** The bytes of one of its pictures. */
export async function demonstrationPicture(file: string): Promise<Uint8Array> {
  return readAssetFile(file)
}

function stories(): Story[] {
  return readdirSync(new URL('stories/', FOLDER))
    .sort()
    .map((name) => {
      const told = nameForm.parse(readJson(`stories/${name}`))
      return checkStory({ ...beginStory(told.story, told.language, told.slug), ...told })
    })
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))
}
