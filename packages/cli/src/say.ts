import { isatty } from 'node:tty'
import picocolors from 'picocolors'

/** Where a command speaks: short lines for people, one JSON object for machines. */
export interface Say {
  readonly json: boolean
  line(text?: string): void
  /** A name and its value. */
  fact(name: string, value: string): void
  title(text: string): void
  /** What a person has to do something about, on the error stream. */
  warn(text: string): void
  /** The result of a command that was asked for `--json`; nothing otherwise. */
  result(value: object): void
}

const NAME_WIDTH = 12

/** Colour only on a terminal, and not where NO_COLOR is set. */
export function createSay(json: boolean): Say {
  const isColoured = isatty(1) && process.env['NO_COLOR'] === undefined
  const colours = picocolors.createColors(isColoured)
  const line = (text: string = ''): void => {
    if (!json) process.stdout.write(`${text}\n`)
  }
  return {
    json,
    line,
    fact: (name, value) => line(`  ${colours.dim(name.padEnd(NAME_WIDTH))} ${value}`),
    title: (text) => line(colours.bold(text)),
    warn: (text) => void process.stderr.write(`${text}\n`),
    result: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`)
    },
  }
}
