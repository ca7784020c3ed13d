import { unzipSync } from 'fflate'
import { LookError } from '../look-error.ts'

/** All that is taken out of one package: a bomb is larger. */
const MOST_BYTES = 100_000_000
const MOST_FILES = 5_000
const BEGINS_DTD = /<!(?:DOCTYPE|ENTITY)/iu

/** The parts of an office paper by their names. */
export class OfficePackage {
  readonly #parts: ReadonlyMap<string, Uint8Array>

  private constructor(parts: ReadonlyMap<string, Uint8Array>) {
    this.#parts = parts
  }

  /** Takes out what its reader asks for and nothing else. Throws LookError. */
  static open(bytes: Uint8Array, isWanted: (name: string) => boolean): OfficePackage {
    let left = MOST_BYTES
    let files = 0
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
      files += 1
      if (!isWanted(name)) return false
      left -= originalSize
      if (left < 0 || files > MOST_FILES) throw new LookError('too-large')
      return true
    }
    try {
      return new OfficePackage(new Map(Object.entries(unzipSync(bytes, { filter }))))
    } catch (error) {
      throw error instanceof LookError ? error : new LookError('damaged')
    }
  }

  get names(): string[] {
    return [...this.#parts.keys()].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  }

  bytes(name: string): Uint8Array | null {
    return this.#parts.get(name) ?? null
  }

  /** A part as XML; null when it is not there. What declares entities is not read at all. Throws LookError. */
  xml(name: string): Document | null {
    const bytes = this.#parts.get(name)
    if (bytes === undefined) return null
    const text = new TextDecoder().decode(bytes)
    if (BEGINS_DTD.test(text)) throw new LookError('entities')
    const parsed = new DOMParser().parseFromString(text, 'application/xml')
    if (parsed.querySelector('parsererror') !== null) throw new LookError('damaged')
    return parsed
  }
}

/** Descendants of this name, whatever prefix the paper gives its namespace. */
export function named(within: Document | Element, name: string): Element[] {
  return [...within.getElementsByTagNameNS('*', name)]
}

/** An attribute by its name without prefix. */
export function attribute(of: Element, name: string): string | null {
  return [...of.attributes].find(({ localName }) => localName === name)?.value ?? null
}
