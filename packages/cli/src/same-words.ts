/** Whether a person typed these words, in whatever case and with whatever between them. */
export function sameWords(typed: string, fingerprint: readonly string[]): boolean {
  const words =
    typed
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  return words.join(' ') === fingerprint.join(' ')
}
