import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { declarationsOf } from '../src/api/declarations.ts'
import { ENTRIES, protocolSurface } from '../src/api/protocol.ts'
import { namesOf, surfaceOf, typesIn } from '../src/api/surface.ts'
import { packageNames, ROOT } from './spec-page.ts'

const folder = join(ROOT, 'packages/protocol')
const declarations = declarationsOf('protocol')

/** The text of all code outside protocol, tests too. */
function everywhereElse(): string {
  const others = packageNames().filter((name) => name !== 'protocol')
  const folders = others.flatMap((name) => [`packages/${name}/src`, `packages/${name}/test`])
  return [...folders, 'tests', 'vectors', 'bench'].flatMap(codeIn).join('\n')
}

function codeIn(name: string): string[] {
  const files = readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' })
  const code = files.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  return code.map((file) => readFileSync(join(ROOT, name, file), 'utf8'))
}

describe('the public surface of protocol', () => {
  it('is written out as it is: npm run api', () => {
    const committed = readFileSync(join(folder, 'api.txt'), 'utf8')
    expect(committed).toBe(protocolSurface(declarations))
    expect(committed.length).toBeGreaterThan(20_000)
  })

  it('is all that package.json lets in', () => {
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const paths = [...text.matchAll(/"(\.[a-z/]*)": "\.\/src\/([^"]+)"/gu)]
    const entries = paths.map(([, name = '', file]) => [`@postern/protocol${name.slice(1)}`, file])
    expect(Object.fromEntries(entries)).toEqual(ENTRIES)
  })

  it('has a name for every type that it uses', () => {
    const used = typesIn(declarations, surfaceOf(declarations, 'index.ts'))
    const names = namesOf(declarations, 'index.ts')
    expect([...used].filter((name) => !names.has(name))).toEqual([])
  })

  it('holds no function that nobody else calls', () => {
    const text = everywhereElse()
    const called = (name: string): boolean => new RegExp(`\\b${name}\\b`, 'u').test(text)
    const functions = [...namesOf(declarations, 'index.ts')].filter((name) => /^[a-z]/u.test(name))
    expect(functions.length).toBeGreaterThan(100)
    expect(functions.filter((name) => !called(name))).toEqual([])
  })

  it('holds no type that it does not use itself and that nobody else names', () => {
    const surface = surfaceOf(declarations, 'index.ts')
    const text = surface + everywhereElse()
    const uses = (name: string): number =>
      text.match(new RegExp(`\\b${name}\\b`, 'gu'))?.length ?? 0
    const names = [...namesOf(declarations, 'index.ts')]
    expect(names.filter((name) => /^[A-Z][a-z]/u.test(name) && uses(name) < 2)).toEqual([])
  })
})
