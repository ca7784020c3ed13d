import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Scenario } from './scenario.ts'

/** The text of a scenario's file; characters that hide or turn text are escaped. */
export function scenarioText(scenario: Scenario): string {
  return `${JSON.stringify(scenario, null, 2).replace(/\p{Cf}/gu, escaped)}\n`
}

/** The scenario that a file states; throws TypeError for another JSON. */
export function parseScenario(text: string): Scenario {
  const value: unknown = JSON.parse(text)
  if (!isScenario(value)) throw new TypeError('no scenario')
  return value
}

function isScenario(value: unknown): value is Scenario {
  const fields = ['name', 'says', 'step', 'inputs', 'outcome']
  return typeof value === 'object' && value !== null && fields.every((field) => field in value)
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, n) => character.charCodeAt(n))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** Every file under the folder, by the name that its scenario must have. */
export function readScenarioFiles(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
  return new Map(paths.toSorted().map((path) => [nameOf(folder, path), readFileSync(path, 'utf8')]))
}

function nameOf(folder: string, path: string): string {
  return relative(folder, path)
    .replaceAll('\\', '/')
    .replace(/\.json$/, '')
}
