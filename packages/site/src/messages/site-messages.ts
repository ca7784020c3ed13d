/** The words of the public pages that are not a story's own. Every language has all of them. */
export interface SiteMessages {
  readonly skip: string
  readonly frontPage: string
  readonly languages: string
  readonly leave: string
  readonly leaveKey: string
  readonly rehearsal: string
  readonly leaveReply: string
  readonly writeToUs: string
  readonly letterTitle: string
  readonly confidenceTitle: string
  readonly confidenceText: string
  readonly withoutScript: string
  readonly footTitle: string
  readonly footWhat: string
  readonly footCost: string
  readonly footWithout: string
  readonly footAbout: string
  readonly sections: string
  readonly topicsAndAuthors: string
  readonly topics: string
  readonly authors: string
  readonly archive: string
  readonly older: string
  readonly newer: string
  readonly pages: string
  readonly nothingYet: string
  readonly earlierOnThis: string
  readonly live: string
  readonly moreToCome: string
  readonly changed: string
  readonly keyPoints: string
  readonly updates: string
  readonly pinned: string
  readonly permanentLink: string
  readonly lookForUpdates: string
  /** Between a place and a day. */
  readonly comma: string
  readonly corrections: string
  readonly source: string
  readonly search: string
  readonly searchHint: string
  readonly searchPromise: string
  readonly searchButton: string
  readonly found: string
  readonly foundNone: string
  readonly missingTitle: string
  readonly missingText: string
  readonly feeds: string
  /** By the language's rules of number; `{count}` is filled in. */
  readonly newUpdates: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>
}
