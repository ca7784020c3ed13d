import type { LoggedEvent } from './log-reader.ts'

/** What a desk has settled for itself: the last word counts. */
export class DeskSettings {
  /** By name and language, as `name/language`. */
  readonly templates: Map<string, { name: string; language: string; text: string }> = new Map()
  /** An answer leaves only when a second member has read it. */
  secondEyes = false
  /** The questions asked now; null: none. */
  questionnaire: string | null = null

  apply({ event: { body } }: LoggedEvent): boolean {
    switch (body.kind) {
      case 'template-set': {
        const { name, language, text } = body
        if (text === '') this.templates.delete(`${name}/${language}`)
        else this.templates.set(`${name}/${language}`, { name, language, text })
        return true
      }
      case 'second-eyes-set':
        this.secondEyes = body.on
        return true
      case 'questionnaire-set':
        this.questionnaire = body.definition === '' ? null : body.definition
        return true
      default:
        return false
    }
  }
}
