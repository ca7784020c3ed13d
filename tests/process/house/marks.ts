import { utf8 } from '@postern/protocol'

/** Something that must be nowhere, by the name it goes by in a test's report. */
export interface Mark {
  readonly name: string
  readonly bytes: Uint8Array
}

export function textMark(name: string, text: string): Mark {
  return { name, bytes: utf8(text) }
}

interface Needle {
  readonly what: string
  readonly bytes: Buffer
}

/** Finds marks however they were written: as they are, as UTF-16, in hex, in base64 anywhere. */
export class MarkSearch {
  readonly #needles: readonly Needle[]

  constructor(marks: readonly Mark[]) {
    this.#needles = marks.flatMap((mark) => needlesOf(mark))
  }

  /** What is found in these bytes: mark and form, each once. */
  in(bytes: Uint8Array): string[] {
    const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.#needles.filter((needle) => hay.includes(needle.bytes)).map(({ what }) => what)
  }
}

function needlesOf({ name, bytes }: Mark): Needle[] {
  const raw = Buffer.from(bytes)
  const hex = raw.toString('hex')
  const forms: [string, Buffer][] = [
    ['plain', raw],
    ['UTF-16', Buffer.from(raw.toString('utf8'), 'utf16le')],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ...[0, 1, 2].map((shift): [string, Buffer] => [
      `base64 after ${shift}`,
      Buffer.from(base64Within(raw, shift)),
    ]),
    ...[0, 1, 2].map((shift): [string, Buffer] => [
      `base64url after ${shift}`,
      Buffer.from(base64Within(raw, shift).replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ]
  return forms.map(([form, needle]) => ({ what: `${name} (${form})`, bytes: needle }))
}

/** The characters that depend on these bytes alone when `shift` others (of 3) come before them. */
export function base64Within(bytes: Uint8Array, shift: number): string {
  const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
  const [first, end] = [Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6)]
  return shifted.toString('base64').slice(first, end)
}
