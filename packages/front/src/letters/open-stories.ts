import { fromUtf8 } from '@postern/protocol'
import type { OpenLetters } from '@postern/site'
import { z } from 'zod'

const form: z.ZodType<OpenLetters> = z.record(
  z.string(),
  z.object({
    story: z.string(),
    headline: z.string(),
    closes: z.string().nullable(),
    letters: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
)

/** Which stories take letters, read once for each rendering of the site. */
export class OpenStories {
  #bytes: Uint8Array | null = null
  #open: OpenLetters = {}

  /** None when the site has no such document, or one of another version. */
  read(bytes: Uint8Array | null): OpenLetters {
    if (bytes === this.#bytes) return this.#open
    this.#bytes = bytes
    this.#open = bytes === null ? {} : openIn(bytes)
    return this.#open
  }
}

function openIn(bytes: Uint8Array): OpenLetters {
  try {
    return form.parse(JSON.parse(fromUtf8(bytes)))
  } catch {
    return {}
  }
}
