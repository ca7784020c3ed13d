import * as z from 'zod'

/** Controls but for the line break, halves of a pair, and what turns the order of a line about. */
const UNPRINTABLE = /(?!\n)\p{Cc}|[\u202a-\u202e\ufeff]|\p{Cs}/u
const UNPRINTABLE_RUNS = new RegExp(`(?:${UNPRINTABLE.source})+`, 'gu')

/**
 * Words as a person wrote them: no markup, no control characters. Isolates (U+2066 to U+2069) and
 * joiners stay, for languages need them.
 */
export function plainText(longest: number): z.ZodType<string> {
  return z
    .string()
    .max(longest, `is longer than ${longest} characters: shorten it`)
    .refine(
      (text) => !UNPRINTABLE.test(text),
      'holds characters that cannot be printed: type it anew',
    )
}

/** As `plainText`, with at least one letter, digit or sign in it. */
export function someText(longest: number): z.ZodType<string> {
  return plainText(longest).refine((text) => text.trim() !== '', 'is empty: write something')
}

/** What came from elsewhere (an import, a paste) without what `plainText` refuses. */
export function withoutUnprintable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(UNPRINTABLE_RUNS, '')
}
