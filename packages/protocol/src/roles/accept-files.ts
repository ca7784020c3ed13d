import { equalBytes } from '../bytes/concat.ts'
import type { Suite } from '../suite/suite.ts'
import { DAY_FILE_BYTES, RECENT_DROP_BYTES } from '../wire/sizes.ts'
import { type Acceptance, accepting, refuse } from './acceptance.ts'
import type { KnownDocuments } from './known-documents.ts'

/** Takes the recent drop: nothing but its hash in `/now` speaks for it. (B4) */
export function acceptDrop(suite: Suite, known: KnownDocuments, bytes: Uint8Array): Acceptance {
  return accepting(() => {
    const named = known.now?.document.drop ?? refuse('no-such-drop')
    checkFile(suite, bytes, RECENT_DROP_BYTES, named.hash)
    return { ...known, drop: named.number }
  })
}

/** Takes one of the day files that `/now` names. (R4) */
export function acceptDay(
  suite: Suite,
  known: KnownDocuments,
  day: number,
  bytes: Uint8Array,
): Acceptance {
  return accepting(() => {
    const named = known.now?.document.days.find(({ number }) => number === day)
    checkFile(suite, bytes, DAY_FILE_BYTES, (named ?? refuse('no-such-day')).hash)
    return { ...known, days: [...known.days.filter((held) => held !== day), day] }
  })
}

function checkFile(suite: Suite, bytes: Uint8Array, length: number, hash: Uint8Array): void {
  if (bytes.length !== length) refuse('wrong-size')
  if (!equalBytes(suite.sha256(bytes), hash)) refuse('wrong-hash')
}
