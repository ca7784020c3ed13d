import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')
const TSC = join(ROOT, 'node_modules/.bin/tsc')

/** What the compiler says a package declares: text by file, `wire/now.ts` for `src/wire/now.ts`. */
export function declarationsOf(packageName: string): Map<string, string> {
  const source = join(ROOT, 'packages', packageName, 'src')
  const folder = mkdtempSync(join(tmpdir(), 'postern-api-'))
  try {
    compile(source, folder)
    return read(join(folder, 'out'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compile(source: string, folder: string): void {
  const config = join(folder, 'tsconfig.json')
  const only = { noEmit: false, emitDeclarationOnly: true, removeComments: true }
  const places = { rootDir: source, outDir: join(folder, 'out') }
  const types = { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] }
  const compilerOptions = { ...only, ...places, ...types, lib: ['esnext'] }
  const value = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions,
    include: [join(source, '**/*.ts')],
  }
  writeFileSync(config, JSON.stringify(value))
  execFileSync(process.execPath, [TSC, '-p', config], { stdio: 'pipe' })
}

function read(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const declared = files.filter((file) => file.endsWith('.d.ts')).toSorted()
  return new Map(
    declared.map((file) => [
      file.replace(/\.d\.ts$/u, '.ts'),
      readFileSync(join(folder, file), 'utf8'),
    ]),
  )
}
