/** One comment of an export. Addresses of readers and of their machines are not read at all. */
export interface WxrComment {
  readonly id: string
  /** Id of the comment that it answers; `0` for none. */
  readonly parent: string
  readonly author: string
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly date: string
  /** HTML. */
  readonly content: string
  readonly isApproved: boolean
  /** `comment` or nothing; pings have other ones. */
  readonly type: string
  /** Who wrote it was logged in. */
  readonly isStaff: boolean
}

/** A category of a post. */
export interface WxrTerm {
  readonly slug: string
  readonly name: string
}

/** One `<item>` of an export, of whatever kind. */
export interface WxrItem {
  readonly id: string
  /** `post`, `page`, `attachment` and others. */
  readonly type: string
  /** `publish`, `draft`, `pending`, `private`, `future`, `trash`. */
  readonly status: string
  readonly title: string
  readonly slug: string
  readonly creator: string
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly date: string
  /** HTML. */
  readonly content: string
  readonly excerpt: string
  readonly takesComments: boolean
  readonly categories: readonly WxrTerm[]
  readonly comments: readonly WxrComment[]
}

/** What a parser says, one after another: who writes there, then each item. */
export type WxrEntry =
  | { readonly kind: 'author'; readonly login: string; readonly name: string }
  | { readonly kind: 'item'; readonly item: WxrItem }
