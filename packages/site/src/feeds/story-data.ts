import type {
  BlogPosting,
  ImageObject,
  LiveBlogPosting,
  NewsArticle,
  NewsMediaOrganization,
  Person,
  QuantitativeValue,
  WithContext,
} from 'schema-dts'
import { frontPath, listPath, picturePath, storyPath } from '../address.ts'
import type { SiteContext } from '../page.ts'
import { blockWords, type Block } from '../records/block.ts'
import type { Story } from '../records/story.ts'
import { newestFirst } from '../records/update.ts'

/**
 * A story for machines (schema.org): a NewsArticle, or a LiveBlogPosting with its updates while it
 * is live. Addresses are the paper's own, whole, wherever the page is mirrored.
 */
export function storyData(
  site: SiteContext,
  story: Story,
): WithContext<NewsArticle | LiveBlogPosting> {
  const { origin } = site.options
  const url = `${origin}${storyPath(story.language, story.slug)}`
  const common = {
    '@context': 'https://schema.org',
    '@id': url,
    url,
    mainEntityOfPage: url,
    inLanguage: story.language,
    headline: story.headline,
    description: story.standfirst,
    datePublished: story.published ?? '',
    dateModified: story.changed ?? '',
    ...(story.place !== '' && {
      contentLocation: { '@type': 'Place', name: story.place } as const,
    }),
    ...pictureOf(site, story),
    author: authorsOf(site, story),
    publisher: publisherOf(site, story),
    ...(story.corrections.length > 0 && {
      correction: story.corrections.map(({ text }) => wordsOfBlocks([{ kind: 'paragraph', text }])),
    }),
  } as const
  return story.state === 'live'
    ? { '@type': 'LiveBlogPosting', ...common, ...liveData(url, story) }
    : { '@type': 'NewsArticle', ...common }
}

function liveData(
  url: string,
  story: Story,
): { coverageStartTime: string; liveBlogUpdate: BlogPosting[] } {
  return {
    coverageStartTime: story.published ?? '',
    liveBlogUpdate: newestFirst(story.updates).map((update) => ({
      '@type': 'BlogPosting',
      '@id': `${url}#update-${update.id}`,
      url: `${url}#update-${update.id}`,
      headline: update.headline,
      datePublished: update.at,
      articleBody: wordsOfBlocks(update.blocks),
    })),
  }
}

function wordsOfBlocks(blocks: readonly Block[]): string {
  return blocks.flatMap(blockWords).join('\n')
}

function pictureOf(site: SiteContext, { lead }: Story): { image?: ImageObject } {
  const cut = site.pictures
    .get(lead?.picture ?? '')
    ?.cuts.findLast(({ format }) => format === 'jpeg')
  if (lead === null || cut === undefined) return {}
  const { width, height } = cut
  const url = `${site.options.origin}${picturePath(cut.file, 'jpeg')}`
  return {
    image: {
      '@type': 'ImageObject',
      url,
      width: pixels(width),
      height: pixels(height),
      caption: lead.caption,
      creditText: lead.credit,
    },
  }
}

/** E37 is UN/CEFACT's code for a pixel. */
function pixels(value: number): QuantitativeValue {
  return { '@type': 'QuantitativeValue', value, unitCode: 'E37' }
}

function authorsOf(site: SiteContext, story: Story): (Person | NewsMediaOrganization)[] {
  const { origin } = site.options
  const people = story.authors.flatMap((author) => {
    const name = site.authors.get(author)?.name[story.language]
    const url = `${origin}${listPath(story.language, { of: 'author', name: author })}`
    return name === undefined ? [] : [{ '@type': 'Person' as const, name, url }]
  })
  return people.length > 0 ? people : [publisherOf(site, story)]
}

function publisherOf(site: SiteContext, { language }: Story): NewsMediaOrganization {
  const url = `${site.options.origin}${frontPath(language)}`
  return { '@type': 'NewsMediaOrganization', name: site.records.title[language] ?? '', url }
}
