import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as protocol from '@postern/protocol'
import { VAULT_BODY_BYTES, VAULT_BYTES, VAULT_STREAM_BYTES } from '@postern/protocol/vault'
import { describe, expect, it } from 'vitest'
import { FRAME_HEAD_BYTES } from '../../packages/casework/src/frame.ts'
import { KEYRING_BYTES } from '../../packages/desk/src/member/keyring.ts'
import * as sizes from '../../packages/protocol/src/wire/sizes.ts'
import {
  drawings,
  type Drawing,
  numberOf,
  packageNames,
  pageText,
  quoted,
  ROOT,
  sources,
  tableRows,
} from './spec-page.ts'

const { LABELS, REHEARSAL, STANDARD } = protocol
const wire = pageText('wire.md')
const casework = pageText('casework.md')
const everywhere = sources(packageNames())
const firstCells = (rows: readonly string[][]): string[] => rows.map(([first = '']) => first)

/** Totals in spec/wire that are constants or functions of the code. */
const TOTALS: Record<string, number> = {
  cell: sizes.CELL_BYTES,
  'layer-1': sizes.LAYER_1_BYTES,
  'layer-2': sizes.LAYER_2_BYTES,
  inner: sizes.INNER_BYTES,
  envelope: sizes.ENVELOPE_BYTES,
  fragment: sizes.FRAGMENT_BYTES,
  slot: sizes.SLOT_BYTES,
  'reply-part': sizes.SLOT_PLAINTEXT_BYTES,
  'tray-standard': protocol.trayBytes(STANDARD),
  'tray-rehearsal': protocol.trayBytes(REHEARSAL),
  'tray-pack-standard': 8 + STANDARD.traysAhead * protocol.trayBytes(STANDARD),
  'tray-pack-rehearsal': 8 + REHEARSAL.traysAhead * protocol.trayBytes(REHEARSAL),
  'recent-drop': sizes.RECENT_DROP_BYTES,
  'day-file': sizes.DAY_FILE_BYTES,
  bundle: sizes.BUNDLE_BYTES,
  'bundle-payload': sizes.BUNDLE_PLAINTEXT_BYTES,
  'desk-key-message': protocol.deskKeyMessage(id(), id(), 0, 0, kemKey()).length,
  'mix-key-message': protocol.mixKeyMessage(id(), 'mix-1', 0, kemKey()).length,
  keyring: KEYRING_BYTES,
  vault: VAULT_BYTES,
  'vault-stream': VAULT_STREAM_BYTES,
  'vault-body': VAULT_BODY_BYTES,
  'vault-head': 32,
}

function id(): Uint8Array {
  return new Uint8Array(protocol.ID_BYTES)
}

function kemKey(): Uint8Array {
  return new Uint8Array(sizes.KEM_PUBLIC_KEY_BYTES)
}

/** The first field that does not begin where the one before ends, or a sum that is no total. */
function misdrawn({ name, total, fields }: Drawing): string[] {
  let at: number | null = 0
  for (const { offset, length } of fields) {
    if (offset !== at) return [`${name} at ${offset}`]
    at = at === null || length === null ? null : at + length
  }
  return total === at ? [] : [`${name} sums to ${at}`]
}

const UNITS: Record<string, number> = {
  d: 86_400_000,
  h: 3_600_000,
  min: 60_000,
  s: 1_000,
  MiB: 1_048_576,
}

/** A cell of spec/parameters as the code has it: `3 h` in milliseconds, `4 MiB` in bytes. */
function valueOf(cell: string): number | string {
  const [, digits, unit] = /^(\d+)(?: ([A-Za-z]+))?$/u.exec(cell) ?? []
  return digits === undefined ? cell : Number(digits) * (unit ? (UNITS[unit] ?? Number.NaN) : 1)
}

describe('the pages of spec/', () => {
  const readme = pageText('README.md')
  const pages = readdirSync(join(ROOT, 'spec')).filter((name) => name.endsWith('.md'))

  it('are the ones that the README names', () => {
    const named = [...readme.matchAll(/\]\(([a-z]+\.md)\)/gu)].map(([, page]) => page)
    expect(new Set([...named, 'README.md'])).toEqual(new Set(pages))
  })

  it('link to what exists', () => {
    const broken = pages.flatMap((page) =>
      [...pageText(page).matchAll(/\]\((?!http)([^)#]+)/gu)]
        .map(([, target = '']) => join(ROOT, dirname(join('spec', page)), target))
        .filter((target) => !existsSync(target)),
    )
    expect(broken).toEqual([])
  })

  it('are the ones that the source names', () => {
    const cited = everywhere.flatMap(({ file, text }) =>
      [...text.matchAll(/\bspec\/([a-z]+)/gu)].map(([, page = '']) => ({ file, page })),
    )
    expect(cited.filter(({ page }) => !pages.includes(`${page}.md`))).toEqual([])
  })

  it('have every step that the source names', () => {
    const steps = [...pageText('protocol.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gmu)]
    const known = new Set(steps.map(([, step]) => step))
    const cited = everywhere.flatMap(({ file, text }) =>
      [...text.matchAll(/\b([BVSRPMDF]\d{1,2})\b/gu)].map(([, step]) => ({ file, step })),
    )
    expect(cited.length).toBeGreaterThan(100)
    expect(cited.filter(({ step }) => !known.has(step))).toEqual([])
  })

  it('say what is never said, and the source does not say it', () => {
    const words = tableRows(pageText('glossary.md'), '## Never said').flatMap(([never = '']) =>
      never.split(', '),
    )
    expect(words).toContain('decoy')
    const pattern = new RegExp(`(${words.join('|')})`, 'giu')
    const said = everywhere.flatMap(({ file, text }) =>
      [...text.matchAll(pattern)].map(([word]) => `${file}: ${word}`),
    )
    expect(said).toEqual([])
  })
})

describe('spec/wire', () => {
  const shapes = [...drawings(wire), ...drawings(casework)]

  it('draws every message without a gap', () => {
    expect(shapes.length).toBeGreaterThan(25)
    expect(shapes.flatMap(misdrawn)).toEqual([])
  })

  it('draws every message in its length', () => {
    const drawn = shapes.filter(({ name }) => name in TOTALS)
    expect(drawn.map(({ name, total }) => [name, total])).toEqual(
      drawn.map(({ name }) => [name, TOTALS[name]]),
    )
    expect(drawn.length).toBe(Object.keys(TOTALS).length)
    const head = shapes.find(({ name }) => name === 'frame')?.fields.at(-1)?.offset
    expect(head).toBe(FRAME_HEAD_BYTES)
  })

  it('states every constant as the code has it', () => {
    const rows = tableRows(wire, '## Sizes').map(([name = '', value = '']) => [
      name.replaceAll('`', ''),
      numberOf(value),
    ])
    expect(rows).toEqual(rows.map(([name]) => [name, Reflect.get(protocol, String(name))]))
    expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(sizes)))
  })

  it('lists the labels, those without a use as reserved', () => {
    const rows = tableRows(wire, '## Labels')
    expect(new Set(quoted(firstCells(rows)))).toEqual(new Set(Object.values(LABELS)))
    const reserved = rows.filter(([, how]) => how === 'reserved').map(([label = '']) => label)
    const used = (key: string): boolean =>
      everywhere.some(({ text }) => new RegExp(`\\bLABELS\\.${key}\\b`, 'u').test(text))
    const unused = Object.entries(LABELS).filter(([key]) => !used(key))
    expect(new Set(quoted(reserved))).toEqual(new Set(unused.map(([, label]) => label)))
  })

  it('gives each label one use', () => {
    const ways = tableRows(wire, '## Labels').map(([, how = '']) => how)
    const known = /^(AAD|Ed25519|DSSE type|HPKE info|KDF|PRF|SHA-256|Argon2id salt|reserved)$/u
    expect(ways.filter((how) => !known.test(how))).toEqual([])
    const uses = (key: string): number =>
      everywhere.filter(({ text }) => new RegExp(`\\bLABELS\\.${key}\\b`, 'u').test(text)).length
    const bySignerAndReader = ['batch', 'statement', 'trustList']
    const shared = Object.keys(LABELS).filter((key) => uses(key) > 1)
    expect(shared.filter((key) => !bySignerAndReader.includes(key))).toEqual([])
  })

  it('labels every MAC and derivation: no other code calls them bare', () => {
    const bare = everywhere.filter(({ text }) => /\.(?:hmacSha256|hkdfSha256)\(/u.test(text))
    expect(bare.map(({ file }) => file)).toEqual([
      'packages/protocol/src/suite/kdf.ts',
      'packages/protocol/src/suite/key-schedule.ts',
    ])
  })

  it('lists the codes of protocol and casework', () => {
    const thrown = sources(['protocol', 'casework']).flatMap(({ text }) =>
      [...text.matchAll(/(?:new PosternError|refuse)\(\s*'([a-z0-9-]+)'/gu)].map(
        ([, code]) => code,
      ),
    )
    const listed = quoted(firstCells(tableRows(wire, '## Errors')))
    expect(new Set(listed)).toEqual(new Set(thrown))
  })
})

describe('spec/parameters', () => {
  const rows = tableRows(pageText('parameters.md'), '# Parameters')

  it('has every field in the order of the statement', () => {
    expect(quoted(firstCells(rows))).toEqual(Object.keys(STANDARD))
  })

  it('states both columns as the code has them', () => {
    const column = (at: number): object =>
      Object.fromEntries(rows.map((row) => [quoted(row)[0], valueOf(row[at] ?? '')]))
    expect(column(1)).toEqual(STANDARD)
    expect(column(2)).toEqual(REHEARSAL)
  })
})

describe('spec/casework', () => {
  it('numbers the kinds of events as the code does', () => {
    const rows = tableRows(casework, '## Kinds').map(([number, kind = '']) => [
      Number(number),
      kind.replaceAll('`', ''),
    ])
    const codecs = sources(['casework']).flatMap(({ text }) =>
      [...text.matchAll(/body\(\s*(\d+),\s*'([a-z-]+)'/gu)].map(([, number, kind]) => [
        Number(number),
        kind,
      ]),
    )
    expect(rows).toEqual(codecs.toSorted((a, b) => Number(a[0]) - Number(b[0])))
    expect(rows.length).toBeGreaterThan(40)
  })

  it('lists the findings', () => {
    const source = sources(['casework']).find(({ file }) => file.endsWith('/finding.ts'))?.text
    const kinds = /FindingKind =([^}]+)\n\n/u.exec(source ?? '')?.[1] ?? ''
    const listed = quoted(firstCells(tableRows(casework, '## Reading the log')))
    expect(listed).toEqual([...kinds.matchAll(/'([a-z-]+)'/gu)].map(([, kind]) => kind))
  })
})

describe('spec/games', () => {
  it('says of each game whether it is there', () => {
    const rows = tableRows(pageText('games.md'), '## The promises')
    expect(rows.length).toBe(21)
    const plays = rows.filter((row) => row.at(-1) === 'plays').map(([name = '']) => name)
    const there = sources(['games'])
      .filter(({ file }) => file.endsWith('/game.ts') && file.split('/').length === 5)
      .map(({ text }) => /^ {2}name: '([a-z/-]+)'/mu.exec(text)?.[1])
    expect(new Set(quoted(plays))).toEqual(new Set(there))
  })
})
