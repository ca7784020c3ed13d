import { messageArguments, parseMessage } from './message-format.ts'
import type { ReaderMessages } from './reader-messages.ts'

/**
 * What a language lacks beside the reference: absent or blank messages, arguments that are not
 * said, plural cases that the language has and the message has not. Empty when it is complete.
 */
export function missingMessages(
  reference: ReaderMessages,
  language: string,
  messages: ReaderMessages,
): string[] {
  return [
    ...Object.keys(reference.printed).filter((key) => isBlank(messages.printed, key)),
    ...Object.entries(reference.spoken).flatMap(([key, pattern]) =>
      isBlank(messages.spoken, key)
        ? [key]
        : missingParts(String(pattern), language, textOf(messages.spoken, key)).map(
            (part) => `${key}: ${part}`,
          ),
    ),
  ]
}

function missingParts(reference: string, language: string, pattern: string): string[] {
  const wanted = messageArguments(parseMessage(reference))
  const said = messageArguments(parseMessage(pattern))
  const absent = [...wanted.keys()].filter((name) => !said.has(name)).map((name) => `{${name}}`)
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
  const cases = [...said].flatMap(([name, has]) =>
    has.size === 0
      ? []
      : pluralCategories.filter((one) => !has.has(one)).map((one) => `{${name}} ${one}`),
  )
  return [...absent, ...cases]
}

function isBlank(messages: object, key: string): boolean {
  return textOf(messages, key).trim() === ''
}

function textOf(messages: object, key: string): string {
  const value: unknown = Reflect.get(messages, key)
  return typeof value === 'string' ? value : ''
}
