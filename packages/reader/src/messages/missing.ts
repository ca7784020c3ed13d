import { messageArguments, parseMessage } from './message-format.ts'

/**
 * What a language lacks beside the reference: absent or blank messages, arguments that are not
 * said, plural cases that the language has and the message has not. Empty when it is complete.
 */
export function missingMessages(reference: object, language: string, messages: object): string[] {
  const said = new Map(messagesOf(messages))
  return messagesOf(reference).flatMap(([name, pattern]) => {
    const translated = said.get(name) ?? ''
    if (translated.trim() === '') return [name]
    return missingParts(pattern, language, translated).map((part) => `${name}: ${part}`)
  })
}

/** Every message of a catalogue with its name, groups before a dot: `spoken.empty`. */
export function messagesOf(catalogue: object, group = ''): [name: string, pattern: string][] {
  return Object.entries(catalogue).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[group + name, value] as [string, string]]
    return typeof value === 'object' && value !== null ? messagesOf(value, `${group}${name}.`) : []
  })
}

/** The plural cases that a language tells apart. */
export function pluralCases(language: string): readonly string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories
}

function missingParts(reference: string, language: string, pattern: string): string[] {
  const wanted = messageArguments(parseMessage(reference))
  const said = messageArguments(parseMessage(pattern))
  const absent = [...wanted.keys()].filter((name) => !said.has(name)).map((name) => `{${name}}`)
  const cases = [...said].flatMap(([name, has]) =>
    has.size === 0
      ? []
      : pluralCases(language)
          .filter((one) => !has.has(one))
          .map((one) => `{${name}} ${one}`),
  )
  return [...absent, ...cases]
}
