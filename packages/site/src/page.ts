import { html, raw } from 'hono/html'
import {
  doorPath,
  feedPath,
  frontPath,
  listPath,
  picturePath,
  relativeAddress,
  searchPath,
  topicsPath,
} from './address.ts'
import { doorMessages } from './door/messages.ts'
import { languageFacts, type Language } from './language.ts'
import type { Markup } from './markup.ts'
import { siteMessages } from './messages/index.ts'
import type { LettersTo } from './letters/published-letter.ts'
import type { PlacedPicture } from './records/block.ts'
import type { Instant } from './records/instant.ts'
import type { Paper } from './records/paper.ts'
import type { Picture } from './records/picture.ts'
import type { Author, Topic } from './records/topic.ts'
import type { RenderOptions } from './render-options.ts'

/** What every page of a rendering shares. */
export interface SiteContext {
  readonly records: Paper & {
    readonly lettersTo?: LettersTo
    /** The day for which pages are made, `YYYY-MM-DD`. */
    readonly today?: () => string
    /** For so many days after a story went out it takes letters; without it, for ever. */
    readonly lettersDays?: number
  }
  readonly options: RenderOptions
  /** By name; a page shows those that have a name in its language. */
  readonly topics: ReadonlyMap<string, Topic>
  readonly authors: ReadonlyMap<string, Author>
  readonly pictures: ReadonlyMap<string, Picture>
  /** Site paths of the style sheet, the icon and the script that counts updates. */
  readonly style: string
  readonly icon: string
  readonly counter: string
}

export interface PageDraft {
  /** Site path, ending with `/`. */
  readonly path: string
  readonly language: Language
  readonly title: string
  readonly description: string
  /** The same page in other languages (and its own): language to site path. */
  readonly alternates: Readonly<Record<Language, string>>
  readonly main: Markup
  /** Site path under which the page wants to be known; absent for pages that nobody should look up. */
  readonly canonical?: string
  /** Site path whose feeds tell what is new here. */
  readonly feed?: string | null
  readonly picture?: PlacedPicture | null
  readonly published?: Instant | null
  /** Structured data (schema.org), as JSON. */
  readonly data?: object
}

/**
 * The whole document. What the client swaps stands inside `#page`; nothing outside it differs
 * between two pages of a site. All addresses are relative, so a mirror serves the same bytes.
 */
export function pageMarkup(site: SiteContext, page: PageDraft): Markup {
  const address = (to: string): string => relativeAddress(page.path, to)
  const siteTitle = site.records.title[page.language] ?? ''
  return html`<!doctype html>
    <html lang="${page.language}" dir="${languageFacts(page.language).direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title === siteTitle ? siteTitle : `${page.title} · ${siteTitle}`}</title>
        <meta name="description" content="${page.description}" />
        ${aboutMarkup(site, page)}
        ${Object.entries(page.alternates).map(
          ([language, path]) =>
            html`<link rel="alternate" hreflang="${language}" href="${address(path)}" /> `,
        )}
        <link rel="icon" type="image/svg+xml" href="${address(site.icon)}" />
        <link rel="stylesheet" href="${address(site.style)}" />
        <script type="module" src="${address(`/assets/${site.options.script.name}`)}"></script>
        <script type="module" src="${address(site.counter)}"></script>
        ${page.data === undefined ? '' : dataMarkup(page.data)}
      </head>
      <body>
        <div id="page">
          ${masthead(site, page, address)}
          <main id="main" tabindex="-1">${page.main}</main>
          ${foot(site, page.language, address(doorPath(page.language)))}
        </div>
        <p id="announcer" class="unseen" role="status"></p>
      </body>
    </html> `
}

/**
 * What search engines and other sites read of a page. Only here stand whole addresses, those of the
 * paper itself: a mirror says which page it is a copy of. Nothing of this is fetched by a browser.
 */
function aboutMarkup(site: SiteContext, page: PageDraft): Markup {
  const { origin } = site.options
  if (page.canonical === undefined) return html`<meta name="robots" content="noindex" />`
  const feed = page.feed ?? null
  return html`<link rel="canonical" href="${origin}${page.canonical}" />
    <meta property="og:type" content="${page.published == null ? 'website' : 'article'}" />
    <meta property="og:site_name" content="${site.records.title[page.language]}" />
    <meta property="og:title" content="${page.title}" />
    <meta property="og:description" content="${page.description}" />
    <meta property="og:url" content="${origin}${page.canonical}" />
    <meta property="og:locale" content="${page.language}" />
    ${page.published == null ? '' : html`<meta property="article:published_time" content="${page.published}" />`}
    ${pictureData(site, page.picture ?? null)} ${feed === null ? '' : feedLinks(page, feed)}`
}

function pictureData(site: SiteContext, placed: PlacedPicture | null): Markup {
  const cut = site.pictures
    .get(placed?.picture ?? '')
    ?.cuts.findLast(({ format }) => format === 'jpeg')
  if (placed === null || cut === undefined) return html``
  return html`<meta
      property="og:image"
      content="${site.options.origin}${picturePath(cut.file, 'jpeg')}"
    />
    <meta property="og:image:width" content="${cut.width}" />
    <meta property="og:image:height" content="${cut.height}" />
    <meta property="og:image:alt" content="${placed.alternative}" />`
}

function feedLinks(page: PageDraft, feed: string): Markup {
  const link = (type: string, path: string): Markup =>
    html`<link
      rel="alternate"
      type="${type}"
      title="${page.title}"
      href="${relativeAddress(page.path, path)}"
    /> `
  return html`${link('application/atom+xml', feedPath(feed, 'atom'))}
  ${link('application/rss+xml', feedPath(feed, 'rss'))}
  ${link('application/feed+json', feedPath(feed, 'json'))}`
}

/** A data block: no browser runs it, and the policy on scripts does not concern it. */
function dataMarkup(data: object): Markup {
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
  return html`<script type="application/ld+json">
    ${raw(json)}
  </script>`
}

function masthead(site: SiteContext, page: PageDraft, address: (to: string) => string): Markup {
  const say = siteMessages(page.language)
  const home = address(frontPath(page.language))
  return html`<a class="skip" href="#main">${say.skip}</a>
    <header>
      <div class="bar">
        <nav aria-label="${say.languages}">${languageSwitch(page, address)}</nav>
        <a class="leave" href="${home}" data-act="leave"
          >${say.leave} <small>${say.leaveKey}</small></a
        >
      </div>
      <p class="paper"><a href="${home}">${site.records.title[page.language]}</a></p>
      <p class="tagline">${site.records.tagline[page.language]}</p>
      <nav class="sections" aria-label="${say.sections}">${sections(site, page, address)}</nav>
      ${site.options.rehearsal ? html`<p class="rehearsal">${say.rehearsal}</p>` : raw('')}
    </header>`
}

/** The search page is opened by the browser itself: its form is part of a document of its own. */
function sections(site: SiteContext, page: PageDraft, address: (to: string) => string): Markup {
  const say = siteMessages(page.language)
  const topics = [...site.topics.values()].filter(({ name }) => name[page.language] !== undefined)
  return html`${topics.map(
      ({ topic, name }) =>
        html`<a href="${address(listPath(page.language, { of: 'topic', name: topic }))}"
          >${name[page.language]}</a
        > `,
    )}
    <a href="${address(topicsPath(page.language))}">${say.topicsAndAuthors}</a>
    <a href="${address(searchPath(page.language))}" data-plain>${say.search}</a>`
}

function languageSwitch(page: PageDraft, address: (to: string) => string): Markup[] {
  return Object.entries(page.alternates).map(([language, path]) =>
    language === page.language
      ? html`<a href="${address(path)}" lang="${language}" aria-current="true"
          >${languageFacts(language).ownName}</a
        >`
      : html`<a href="${address(path)}" lang="${language}" hreflang="${language}"
          >${languageFacts(language).ownName}</a
        >`,
  )
}

function foot(site: SiteContext, language: Language, door: string): Markup {
  const say = siteMessages(language)
  return html`<footer>
    <section aria-labelledby="foot-title">
      <h2 id="foot-title">${say.footTitle}</h2>
      <p>${say.footWhat}</p>
      <p>${say.footCost}</p>
      <p>${say.footWithout}</p>
      <p><a href="${door}">${doorMessages(language).link}</a></p>
    </section>
    <section aria-labelledby="about-title">
      <h2 id="about-title">${say.footAbout}</h2>
      <p>${site.records.about[language]}</p>
    </section>
  </footer>`
}
