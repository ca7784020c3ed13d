import { html, raw } from 'hono/html'
import { doorPath, frontPath, relativeAddress } from './address.ts'
import { doorMessages } from './door/messages.ts'
import { languageFacts, type Language } from './language.ts'
import type { Markup } from './markup.ts'
import { siteMessages } from './messages/index.ts'
import type { SiteRecords } from './record.ts'
import type { RenderOptions } from './render-options.ts'

/** What every page of a rendering shares. */
export interface SiteContext {
  readonly records: SiteRecords
  readonly options: RenderOptions
  /** Site paths of the style sheet and the icon. */
  readonly style: string
  readonly icon: string
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
        ${Object.entries(page.alternates).map(
          ([language, path]) =>
            html`<link rel="alternate" hreflang="${language}" href="${address(path)}" /> `,
        )}
        <link rel="icon" type="image/svg+xml" href="${address(site.icon)}" />
        <link rel="stylesheet" href="${address(site.style)}" />
        <script type="module" src="${address(`/assets/${site.options.script.name}`)}"></script>
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
      ${site.options.rehearsal ? html`<p class="rehearsal">${say.rehearsal}</p>` : raw('')}
    </header>`
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
