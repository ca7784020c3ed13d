import { type Env, equalBytes, fromHex, LABELS, prf, toHex, utf8, Writer } from '@postern/protocol'
import type { LetterDraft } from '@postern/site'

const HOUR_MS = 3_600_000
const TOKEN_BYTES = 16
const CODE_BYTES = 10
/** Crockford's base 32: no letter that is taken for a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_FORM: RegExp = new RegExp(`^[${DIGITS}]{16}$`)

/**
 * What this front makes from a secret that lives as long as its process: the mark of a preview, the
 * same for everybody who writes to one story in one hour, and a letter's code.
 */
export class LetterKeys {
  readonly #env: Env
  readonly #secret: Uint8Array

  constructor(env: Env) {
    this.#env = env
    this.#secret = env.random(32)
  }

  /** 32 hex digits. */
  token(path: string): string {
    return toHex(this.#tokenOf(path, this.#hour()))
  }

  /** True for this hour's mark and the one before. */
  isFresh(path: string, token: string): boolean {
    if (!/^[0-9a-f]{32}$/.test(token)) return false
    const given = fromHex(token)
    return [0, 1].some((ago) => equalBytes(given, this.#tokenOf(path, this.#hour() - ago)))
  }

  /**
   * 10 bytes, the same for one letter sent twice from one preview: so a page that is sent again
   * makes no second letter.
   */
  code(path: string, token: string, { name, email, comment, about }: LetterDraft): Uint8Array {
    const parts = [path, token, name, email, about, comment].map((text) => utf8(text))
    const head = new Writer()
    for (const part of parts) head.u32(part.length)
    return prf(this.#env.suite, this.#secret, LABELS.letterCode, head.finish(), ...parts).subarray(
      0,
      CODE_BYTES,
    )
  }

  #hour(): number {
    return Math.floor(this.#env.nowMs() / HOUR_MS)
  }

  #tokenOf(path: string, hour: number): Uint8Array {
    const { suite } = this.#env
    const time = new Writer().u64(Math.max(0, hour)).finish()
    return prf(suite, this.#secret, LABELS.letterToken, time, utf8(path)).subarray(0, TOKEN_BYTES)
  }
}

/** As it is shown: four groups of four. */
export function codeText(code: Uint8Array): string {
  const bits = [...code].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const digits = (bits.match(/.{5}/g) ?? []).map((five) => DIGITS[Number.parseInt(five, 2)])
  return (digits.join('').match(/.{4}/g) ?? []).join('-')
}

/** The code that somebody typed, however it is grouped or misread; null when it is none. */
export function readCode(text: string): Uint8Array | null {
  const plain = text.toUpperCase().replaceAll(/[\s\p{P}]/gu, '')
  const digits = plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (!CODE_FORM.test(digits)) return null
  const bits = Array.from(digits).map((digit) => DIGITS.indexOf(digit).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2))
}
