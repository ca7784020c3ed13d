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
  readonly moreStories: string
  readonly footTitle: string
  readonly footWhat: string
  readonly footCost: string
  readonly footWithout: string
  readonly footAbout: string
}
