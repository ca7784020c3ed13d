import type { Story } from '@postern/site/records'
import { type FieldName, FIELDS, fieldsOf } from './block-fields.ts'

/** A story's words as lines, for who compares two revisions. */
export function storyText(story: Story): string {
  const { kicker, headline, standfirst, byline, place, keyPoints, blocks, lead } = story
  const head = [kicker, headline, standfirst, byline, place, ...keyPoints]
  const picture = lead === null ? [] : [lead.caption, lead.alternative, lead.credit]
  const body = blocks.map(fieldsOf).map(({ kind, fields }) => {
    const names: readonly FieldName[] = FIELDS[kind]
    return names
      .map((name) => fields[name] ?? '')
      .filter((one) => one !== '')
      .join('\n')
  })
  return [...head, ...picture, ...body].filter((line) => line !== '').join('\n\n')
}
