import { type Casebook, linkAt } from '@postern/casework'
import {
  type DeskKeyOffer,
  deskKeysDue,
  encodeDeskKeyOffers,
  epochSpans,
  KEYS_AHEAD,
  type Suite,
} from '@postern/protocol'
import { deskKeyOffer } from './ceremony.ts'
import type { DeskSecrets, IntakeKeys } from './keyring.ts'

/** One desk's epoch keys: offered ahead, and forgotten when their life is over. (M9) */
export class EpochKeys {
  readonly #suite: Suite
  readonly #organisation: Uint8Array
  readonly #offers = new Map<number, DeskKeyOffer>()
  #secrets: DeskSecrets

  constructor(suite: Suite, organisation: Uint8Array, secrets: DeskSecrets) {
    this.#suite = suite
    this.#organisation = organisation
    this.#secrets = secrets
  }

  /** As they are now: links whose epoch is long over are gone from them. */
  get secrets(): DeskSecrets {
    return this.#secrets
  }

  /** The body of signed keys for a statement and the three after it: one size, one meaning. */
  offers(current: number): Uint8Array {
    const numbers = Array.from({ length: KEYS_AHEAD + 1 }, (_, ahead) => current + ahead)
    const offers = numbers.map((number) => this.#offer(number)).filter((offer) => offer !== null)
    for (const number of this.#offers.keys())
      if (!numbers.includes(number)) this.#offers.delete(number)
    return encodeDeskKeyOffers(offers)
  }

  /** Forgets the links of epochs that ended thirty days ago, by what the log says of them. */
  forgetOld(casebook: Casebook, epochMs: number, current: number, nowMs: number): void {
    const labels = [...casebook.deskKeys.values()].map(({ epoch, fromMs }) => ({
      number: epoch,
      fromMs,
      parameters: { epochMs },
    }))
    const { intake } = this.#secrets
    if (intake === null) return
    const { number } = intake.link
    const held = Array.from({ length: Math.max(0, current - number) }, (_, n) => number + n)
    const { erase } = deskKeysDue(epochSpans(labels), held, current, nowMs)
    const next = held.find((one) => !erase.includes(one)) ?? current
    if (next > number) this.#moveTo(intake, next)
  }

  #moveTo(intake: IntakeKeys, number: number): void {
    const link = linkAt(this.#suite, intake.link, number)
    if (link !== null) this.#secrets = { ...this.#secrets, intake: { ...intake, link } }
  }

  #offer(number: number): DeskKeyOffer | null {
    const offer =
      this.#offers.get(number) ??
      deskKeyOffer(this.#suite, this.#organisation, this.#secrets, number)
    if (offer !== null) this.#offers.set(number, offer)
    return offer
  }
}
