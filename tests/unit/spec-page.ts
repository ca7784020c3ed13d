import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** One line of a drawing: where a field begins and how long it is; null for `…`. */
interface Field {
  readonly offset: number | null
  readonly length: number | null
}

export interface Drawing {
  readonly name: string
  /** Null when the length varies. */
  readonly total: number | null
  readonly fields: readonly Field[]
}

export function pageText(name: string): string {
  return readFileSync(join(ROOT, 'spec', name), 'utf8')
}

/** The rows of every table under headings that begin so, cell by cell, without their heads. */
export function tableRows(text: string, heading: string): string[][] {
  const sections = text.split(/^(?=#{2,3} )/mu)
  return sections.filter((section) => section.startsWith(heading)).flatMap(rowsOf)
}

function rowsOf(section: string): string[][] {
  const lines = section.split('\n')
  return lines
    .filter((line, at) => line.startsWith('| ') && !lines[at + 1]?.startsWith('| -'))
    .filter((line) => !line.startsWith('| -'))
    .map((line) => line.slice(2, -2).split(' | '))
    .map((cells) => cells.map((cell) => cell.trim()))
}

/** What stands in back quotes in these cells. */
export function quoted(cells: readonly string[]): string[] {
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, name]) => name ?? ''))
}

/** The byte drawings of a page: a fenced block of a name, perhaps a total, and fields. */
export function drawings(text: string): Drawing[] {
  return [...text.matchAll(/^```\n([a-z0-9-]+)(?: ([\d,]+))?\n([\s\S]*?)^```/gmu)]
    .map(([, name = '', total, body = '']) => ({
      name,
      total: total === undefined ? null : numberOf(total),
      fields: [...body.matchAll(/^ +([\d,]+|…) +([\d,]+|…) {2}/gmu)].map(([, at, length]) => ({
        offset: numberOrNull(at),
        length: numberOrNull(length),
      })),
    }))
    .filter(({ fields }) => fields.length > 0)
}

export function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''))
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '…' ? null : numberOf(text)
}

/** The source of these packages, file by file. */
export function sources(packages: readonly string[]): { file: string; text: string }[] {
  return packages.flatMap((name) =>
    readdirSync(join(ROOT, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join('packages', name, 'src', file))
      .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })),
  )
}

export function packageNames(): string[] {
  return readdirSync(join(ROOT, 'packages'))
}
