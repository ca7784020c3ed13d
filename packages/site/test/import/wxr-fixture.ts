/** Parts of an export in the form that WordPress writes them; the words are the tests' own. */

const HEAD = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.7" created="2026-11-20 10:00" -->
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>Harbour Notes</title>
  <link>https://harbour.example</link>
  <language>en-GB</language>
  <wp:wxr_version>1.2</wp:wxr_version>
  <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[rosa]]></wp:author_login><wp:author_email><![CDATA[rosa@harbour.example]]></wp:author_email><wp:author_display_name><![CDATA[Rosa Lind]]></wp:author_display_name></wp:author>
  <wp:category><wp:term_id>3</wp:term_id><wp:category_nicename><![CDATA[river]]></wp:category_nicename><wp:cat_name><![CDATA[River]]></wp:cat_name></wp:category>
`
const END = '</channel>\n</rss>\n'

export interface FixturePost {
  readonly id: number
  readonly title?: string
  readonly slug?: string
  readonly type?: string
  readonly status?: string
  readonly date?: string
  readonly content?: string
  readonly comments?: readonly FixtureComment[]
}

export interface FixtureComment {
  readonly id: number
  readonly parent?: number
  readonly author?: string
  readonly content?: string
  readonly approved?: string
  readonly type?: string
  readonly user?: number
}

export const ADDRESS = 'reader@mail.example'
export const MACHINE = '203.0.113.77'

export function wxrPost(post: FixturePost): string {
  const { id, type = 'post', status = 'publish', date = '2025-03-04 05:06:07' } = post
  const { title = `Post ${id}`, slug = `post-${id}`, content = 'Words.', comments = [] } = post
  return `<item>
  <title><![CDATA[${title}]]></title>
  <link>https://harbour.example/?p=${id}</link>
  <dc:creator><![CDATA[rosa]]></dc:creator>
  <content:encoded><![CDATA[${content}]]></content:encoded>
  <excerpt:encoded><![CDATA[]]></excerpt:encoded>
  <wp:post_id>${id}</wp:post_id>
  <wp:post_date><![CDATA[${date}]]></wp:post_date>
  <wp:post_date_gmt><![CDATA[${date}]]></wp:post_date_gmt>
  <wp:comment_status><![CDATA[open]]></wp:comment_status>
  <wp:post_name><![CDATA[${slug}]]></wp:post_name>
  <wp:status><![CDATA[${status}]]></wp:status>
  <wp:post_type><![CDATA[${type}]]></wp:post_type>
  <category domain="category" nicename="river"><![CDATA[River]]></category>
  <category domain="post_tag" nicename="ice"><![CDATA[Ice]]></category>
  <wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>
  ${comments.map(wxrComment).join('\n')}
</item>
`
}

function wxrComment(comment: FixtureComment): string {
  const { id, parent = 0, author = `Reader ${id}`, content = `Comment ${id}.` } = comment
  return `<wp:comment>
    <wp:comment_id>${id}</wp:comment_id>
    <wp:comment_author><![CDATA[${author}]]></wp:comment_author>
    <wp:comment_author_email><![CDATA[${ADDRESS}]]></wp:comment_author_email>
    <wp:comment_author_IP><![CDATA[${MACHINE}]]></wp:comment_author_IP>
    <wp:comment_date_gmt><![CDATA[2025-03-05 06:07:08]]></wp:comment_date_gmt>
    <wp:comment_content><![CDATA[${content}]]></wp:comment_content>
    <wp:comment_approved><![CDATA[${comment.approved ?? '1'}]]></wp:comment_approved>
    <wp:comment_type><![CDATA[${comment.type ?? 'comment'}]]></wp:comment_type>
    <wp:comment_parent>${parent}</wp:comment_parent>
    <wp:comment_user_id>${comment.user ?? 0}</wp:comment_user_id>
  </wp:comment>`
}

/** A whole export, in pieces that end anywhere. */
export async function* wxrOf(
  posts: Iterable<FixturePost>,
  pieceLength: number = 1_000,
): AsyncGenerator<string> {
  let rest = HEAD
  for (const post of posts) {
    rest += wxrPost(post)
    while (rest.length >= pieceLength) {
      yield rest.slice(0, pieceLength)
      rest = rest.slice(pieceLength)
    }
  }
  yield rest + END
}
