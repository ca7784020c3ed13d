import { html } from 'hono/html'
import { picturePath } from '../address.ts'
import type { Markup } from '../markup.ts'
import type { PlacedPicture } from '../records/block.ts'
import type { Picture, PictureFormat } from '../records/picture.ts'
import type { Place } from './block-markup.ts'

/** How wide a picture will be shown, so that the browser takes the size that fits and no other. */
const SIZES = {
  column: '(min-width: 42rem) 38rem, calc(100vw - 2rem)',
  lead: '(min-width: 72rem) 45rem, calc(100vw - 2rem)',
  teaser: '(min-width: 72rem) 33rem, (min-width: 46rem) calc(50vw - 2rem), calc(100vw - 2rem)',
} as const

/**
 * A picture with its words. Which file is fetched depends on the screen and on nothing that a person
 * does: it is fetched with the page, wherever it stands. A picture that is not there leaves its words.
 */
export function figureMarkup(
  place: Place,
  placed: PlacedPicture,
  width: keyof typeof SIZES,
): Markup {
  const words = html`${placed.caption}
  ${placed.credit === '' ? '' : html`<span class="credit">${placed.credit}</span>`}`
  const isSilent = placed.caption === '' && placed.credit === ''
  return html`<figure class="picture">
    ${pictureMarkup(place, placed, width)}
    ${isSilent ? '' : html`<figcaption>${words}</figcaption>`}
  </figure>`
}

export function pictureMarkup(
  place: Place,
  placed: PlacedPicture,
  width: keyof typeof SIZES,
): Markup {
  const picture = place.site.pictures.get(placed.picture)
  if (picture === undefined) return html`<p class="credit">[${placed.alternative}]</p>`
  const sizes = SIZES[width]
  const jpeg = cutsOf(picture, 'jpeg').at(-1)
  const source = (format: PictureFormat): Markup =>
    html`<source
      type="image/${format}"
      srcset="${srcset(place, picture, format)}"
      sizes="${sizes}"
    /> `
  return html`<picture
    >${source('avif')}${source('webp')}<img
      src="${place.address(picturePath(jpeg?.file ?? '', 'jpeg'))}"
      srcset="${srcset(place, picture, 'jpeg')}"
      sizes="${sizes}"
      width="${picture.width}"
      height="${picture.height}"
      alt="${placed.alternative}"
  /></picture>`
}

function cutsOf(picture: Picture, format: PictureFormat): Picture['cuts'] {
  return picture.cuts.filter((cut) => cut.format === format)
}

function srcset(place: Place, picture: Picture, format: PictureFormat): string {
  return cutsOf(picture, format)
    .map((cut) => `${place.address(picturePath(cut.file, format))} ${cut.width}w`)
    .join(', ')
}
