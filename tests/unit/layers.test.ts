import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Who may import whom (docs/architecture.md). A package may always import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  casework: ['protocol'],
  evidence: ['casework', 'protocol'],
  runtime: ['protocol'],
  site: ['runtime', 'protocol'],
  front: ['site', 'runtime', 'protocol'],
  mix: ['runtime', 'protocol'],
  publisher: ['runtime', 'protocol'],
  desk: ['casework', 'evidence', 'site', 'runtime', 'protocol'],
  reader: ['protocol'],
  games: ['protocol', 'casework', 'runtime', 'front', 'mix', 'publisher', 'desk'],
  cli: ['protocol', 'runtime', 'site', 'front', 'mix', 'publisher', 'desk', 'reader'],
}

/** Rooms inside protocol, lowest first: a room may import itself and those before it. */
const ROOMS = ['bytes', 'suite', 'wire', 'keys', 'roles'] as const

/** Halves that run in a browser as well and therefore take neither Node nor runtime. */
const BROWSER_HALVES = [
  'packages/evidence/src',
  'packages/desk/src/page',
  'packages/desk/src/member',
  'packages/reader/src/page',
]
const PURE = ['packages/protocol/src', 'packages/casework/src']

type Import = { file: string; from: string; typeOnly: boolean }

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?[^'"`;]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => ({
    file: relative(ROOT, file),
    from: match[3] ?? match[4] ?? match[5] ?? '',
    typeOnly: match[2] !== undefined,
  }))
}

const packageImports = Object.keys(MAY_IMPORT).flatMap((name) =>
  sourcesUnder(join(ROOT, 'packages', name, 'src')).flatMap(importsOf),
)

function packageOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function targetPackage(from: string): string | null {
  return /^@postern\/([a-z]+)/.exec(from)?.[1] ?? null
}

function breaksDirection({ file, from }: Import): boolean {
  const target = targetPackage(from)
  const own = packageOf(file)
  return target !== null && target !== own && !(MAY_IMPORT[own] ?? []).includes(target)
}

function leavesPackage({ file, from }: Import): boolean {
  if (!from.startsWith('.')) return false
  const target = relative(ROOT, resolve(ROOT, dirname(file), from))
  return !target.startsWith(`packages/${packageOf(file)}/`)
}

function roomOf(path: string): number {
  const room = /^packages\/protocol\/src\/([a-z]+)\//.exec(path)?.[1]
  return room === undefined ? -1 : (ROOMS as readonly string[]).indexOf(room)
}

function climbsRooms({ file, from, typeOnly }: Import): boolean {
  if (typeOnly || !from.startsWith('.')) return false
  const own = roomOf(file)
  return own >= 0 && roomOf(relative(ROOT, resolve(ROOT, dirname(file), from))) > own
}

function takesTheMachine({ file, from }: Import): boolean {
  const pure = [...PURE, ...BROWSER_HALVES].some((folder) => file.startsWith(`${folder}/`))
  return pure && (from.startsWith('node:') || from.startsWith('@postern/runtime'))
}

const named = (list: Import[]): string[] => list.map(({ file, from }) => `${file} imports ${from}`)

describe('the direction of imports', () => {
  it('reads every package', () => {
    const seen = new Set(packageImports.map(({ file }) => packageOf(file)))
    expect([...seen].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted())
  })

  it('holds between packages', () => {
    expect(named(packageImports.filter(breaksDirection))).toEqual([])
  })

  it('lets no file reach into another package by its path', () => {
    expect(named(packageImports.filter(leavesPackage))).toEqual([])
  })

  it('holds between the rooms of protocol', () => {
    expect(named(packageImports.filter(climbsRooms))).toEqual([])
  })

  it('keeps the machine out of what is pure and of what runs in a page', () => {
    expect(named(packageImports.filter(takesTheMachine))).toEqual([])
  })

  it('catches each kind of trespass', () => {
    const wrong = { file: 'packages/mix/src/a.ts', from: '@postern/front', typeOnly: false }
    const reach = { file: 'packages/mix/src/a.ts', from: '../../front/src/b.ts', typeOnly: false }
    const climb = {
      file: 'packages/protocol/src/bytes/a.ts',
      from: '../wire/cell.ts',
      typeOnly: false,
    }
    const machine = { file: 'packages/protocol/src/bytes/a.ts', from: 'node:fs', typeOnly: false }
    expect([
      breaksDirection(wrong),
      leavesPackage(reach),
      climbsRooms(climb),
      takesTheMachine(machine),
    ]).toEqual([true, true, true, true])
  })
})
