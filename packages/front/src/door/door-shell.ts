import { fromUtf8, utf8 } from '@postern/protocol'
import { DOOR_BEGINS, DOOR_ENDS } from '@postern/site/door'

/** The door's public page with `form` in place of what says how to reach it; null for another page. */
export function pageWithForm(page: Uint8Array, form: string): Uint8Array | null {
  const text = fromUtf8(page)
  const begins = text.indexOf(DOOR_BEGINS)
  const ends = text.indexOf(DOOR_ENDS)
  if (begins < 0 || ends < begins) return null
  return utf8(`${text.slice(0, begins)}${form}${text.slice(ends + DOOR_ENDS.length)}`)
}
