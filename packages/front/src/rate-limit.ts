import { type Env, LABELS, prf, toHex } from '@postern/protocol'

const SALT_LIFE_MS = 3_600_000
const SALT_BYTES = 32
const LOOPBACK = /^(?:::1|(?:::ffff:)?127\..*)$/
/** At most this many addresses are counted; one more is not limited, so none is shut out by others. */
const MOST_ADDRESSES = 1_000_000

/**
 * How often an address posted within the life of one salt. Only in memory; salt and counts are
 * thrown away together, hourly (F3), so nothing here links two hours or names an address.
 */
export class RateLimit {
  readonly #env: Env
  readonly #mostPerHour: number
  #salt: Uint8Array
  #saltEndsMs: number
  #counts = new Map<string, number>()

  constructor(env: Env, mostPerHour: number) {
    this.#env = env
    this.#mostPerHour = mostPerHour
    this.#salt = env.random(SALT_BYTES)
    this.#saltEndsMs = env.nowMs() + SALT_LIFE_MS
  }

  /**
   * Counts one post; false once the address has used up its hour. Loopback is not counted: there
   * stands a proxy or an onion service, and its address is every reader's. It limits by itself.
   */
  admit(address: string): boolean {
    if (LOOPBACK.test(address)) return true
    this.#renewSalt()
    const key = this.#keyOf(address)
    const count = (this.#counts.get(key) ?? 0) + 1
    if (count === 1 && this.#counts.size >= MOST_ADDRESSES) return true
    this.#counts.set(key, count)
    return count <= this.#mostPerHour
  }

  #renewSalt(): void {
    if (this.#env.nowMs() < this.#saltEndsMs) return
    this.#salt = this.#env.random(SALT_BYTES)
    this.#saltEndsMs = this.#env.nowMs() + SALT_LIFE_MS
    this.#counts = new Map()
  }

  #keyOf(address: string): string {
    const bytes = new TextEncoder().encode(networkOf(address))
    return toHex(prf(this.#env.suite, this.#salt, LABELS.rateLimit, bytes).subarray(0, 16))
  }
}

/** One household has a whole IPv6 /64, so it counts as one; IPv4 counts by itself. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
