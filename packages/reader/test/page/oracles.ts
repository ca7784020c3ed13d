import { execFileSync } from 'node:child_process'

/** What describes the file on this disk, or follows from what it shows. */
const OF_THE_FILE = /^(?:SourceFile$|System:|File:|ExifTool:|Composite:|ZIP:)/
/** Tags that would say who, where, when or with what. */
const TELLING =
  /gps|location|author|artist|creator|producer|serial|owner|make$|model|software|comment|copyright|title|subject|keywords|xmp|iptc|photoshop|thumbnail|lens|host|history|documentid|instanceid/i

/** What exiftool finds that tells something: tag by tag, empty when the file is clean. */
export function exiftoolFinds(path: string): string[] {
  const out = execFileSync('exiftool', ['-j', '-a', '-G1', '-u', '-ee', path], { encoding: 'utf8' })
  const [tags = {}]: Record<string, unknown>[] = JSON.parse(out)
  return Object.entries(tags)
    .filter(([tag, value]) => !OF_THE_FILE.test(tag) && (TELLING.test(tag) || isMoment(tag, value)))
    .map(([tag, value]) => `${tag}: ${String(value)}`)
}

function isMoment(tag: string, value: unknown): boolean {
  return /date|time$/i.test(tag) && /^[12]\d{3}:/.test(String(value))
}

/** What mat2 shows, line by line without its headings; empty when it finds nothing. */
export function mat2Finds(path: string): string[] {
  const out = execFileSync('mat2', ['--show', path], { encoding: 'utf8' })
  return out
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^\[[+-]\]|No metadata found|^\[\+\+\]/.test(line))
    .filter((line) => !/^(?:creation-date: -1|mod-date: -1|format: PDF-1\.\d)$/.test(line))
}

/** How long a film or recording is, in seconds, once it has been decoded to its end. */
export function decodedSeconds(path: string): number {
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', path, '-f', 'null', '-'])
  const said = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path],
    { encoding: 'utf8' },
  )
  return Number(said)
}

/** The words on the pages of a PDF. */
export function pdfWords(path: string): string {
  return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' })
}

/** Writes marks into a file in every place that exiftool knows for its kind. */
export function plant(path: string, ...tags: string[]): void {
  execFileSync('exiftool', [
    '-q',
    '-q',
    '-overwrite_original',
    ...tags.map((tag) => `-${tag}`),
    path,
  ])
}
