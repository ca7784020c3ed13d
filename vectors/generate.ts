import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { portableSuite } from '@postern/protocol/portable'
import { scenarioText } from './scenario-file.ts'
import { makeScenarios } from './scenarios.ts'

const HOME = join(import.meta.dirname, 'wire')

/** Writes every scenario anew and removes what is no scenario any more: `npm run vectors`. */
function generate(): void {
  rmSync(HOME, { recursive: true, force: true })
  for (const scenario of makeScenarios(portableSuite)) {
    const path = join(HOME, `${scenario.name}.json`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, scenarioText(scenario))
  }
  const files = readdirSync(HOME, { recursive: true, withFileTypes: true })
  console.log(`${files.filter((file) => file.isFile()).length} scenarios in vectors/wire`)
}

generate()
