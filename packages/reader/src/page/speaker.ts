import { formatMessage, type MessageValues } from '../messages/message-format.ts'
import type { SpokenMessages } from '../messages/reader-messages.ts'

/** A sentence that can be said again in another language after a swap. */
export interface Sentence {
  readonly key: keyof SpokenMessages
  readonly values: MessageValues
}

/** Says the composer's messages in the language of the page that stands there now. */
export class Speaker {
  readonly language: string
  readonly #messages: SpokenMessages

  constructor(language: string, messages: SpokenMessages) {
    this.language = language
    this.#messages = messages
  }

  /** Reads the messages that travel in the page beside the composer. */
  static ofPage(): Speaker | null {
    const template = document.querySelector<HTMLTemplateElement>('#postern-messages')
    if (template === null) return null
    const messages: SpokenMessages = JSON.parse(template.content.textContent ?? '')
    return new Speaker(document.documentElement.lang, messages)
  }

  get durations(): 'long' | 'short' {
    return this.#messages.durations
  }

  say(key: keyof SpokenMessages, values: MessageValues = {}): string {
    return formatMessage(this.language, this.#messages[key], values)
  }

  sentence({ key, values }: Sentence): string {
    return this.say(key, values)
  }
}
