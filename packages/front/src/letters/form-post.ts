/** What of a form post decides about it, beside its address. */
export interface FormHeaders {
  readonly host: string
  readonly origin: string
  /** Sec-Fetch-Site; empty in browsers that do not send it. */
  readonly site: string
}

/** A form as it was posted: whole, or larger than any form of ours, and then not read. */
export type FormBody =
  { readonly kind: 'read'; readonly bytes: Uint8Array } | { readonly kind: 'too-large' }

/** More than twenty times the longest letter, so that what is somewhat too long comes back to its writer. */
export const MOST_FORM_BYTES = 262_144
/** A larger body is read to its end up to this, and thrown away, so that its sender gets an answer. */
export const MOST_FORM_DRAINED_BYTES = 16_777_216

const CONTROLS = /(?![\n\t])\p{Cc}/gu
const LONGEST_FIELD = 200_000

/** The fields of an `application/x-www-form-urlencoded` body: the first of each name. */
export class FormFields {
  readonly #fields: URLSearchParams

  constructor(bytes: Uint8Array) {
    this.#fields = new URLSearchParams(new TextDecoder().decode(bytes))
  }

  /** Without control characters, lines ended as Unix ends them; empty when it is not there. */
  text(name: string): string {
    const text = (this.#fields.get(name) ?? '').slice(0, LONGEST_FIELD)
    return text
      .replaceAll('\r\n', '\n')
      .replaceAll('\r', '\n')
      .replaceAll(CONTROLS, '')
      .toWellFormed()
  }

  /** The same on one line, without characters that turn the direction of what follows. */
  line(name: string): string {
    const text = this.text(name).replaceAll(/[\n\t]/gu, ' ')
    return text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  }
}

/**
 * True for a post from a page of another site. Pages of this one send no referrer, so their browsers
 * write `Origin: null`; the newer ones say outright where a post comes from.
 */
export function isFromElsewhere({ host, origin, site }: FormHeaders): boolean {
  if (site !== '') return site !== 'same-origin' && site !== 'none'
  if (origin === '' || origin === 'null') return false
  return !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase()
}
