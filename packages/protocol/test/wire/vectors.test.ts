import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  parseScenario,
  readScenarioFiles,
  scenarioText,
} from '../../../../vectors/scenario-file.ts'
import { bytesOf, isByteSource, type Scenario, written } from '../../../../vectors/scenario.ts'
import { lookupIn, makeScenarios } from '../../../../vectors/scenarios.ts'
import { runScenario } from '../../../../vectors/steps.ts'
import { suite } from './scene.ts'

const FOLDER = join(import.meta.dirname, '../../../../vectors/wire')
const texts = readScenarioFiles(FOLDER)
const files = [...texts.values()].map((text) => parseScenario(text))
const lookup = lookupIn(files)
const refuses = ({ outcome }: Scenario): boolean => !('gives' in outcome) || outcome.gives === false

test('the committed files are what the generator makes, all of them and no more', () => {
  const made = makeScenarios(suite)
  const expected = new Map(made.map((scenario) => [scenario.name, scenarioText(scenario)]))
  expect(texts).toEqual(expected)
})

test('there are more refusals than successes', () => {
  expect(files.filter(refuses).length).toBeGreaterThan(files.length / 2)
})

test.each(files)('$name', (scenario) => {
  expect(runScenario(suite, scenario, lookup)).toEqual(scenario.outcome)
})

/** Where the whole of the bytes counts; a stamp is asked of any cell, and deflate guards a content. */
const WHOLE: Readonly<Record<string, string>> = {
  'verify-trust-list': 'trustList',
  'verify-statement': 'statement',
  'verify-now': 'now',
  'decode-desk-key-offers': 'offers',
  'open-cell': 'cell',
  'open-layer-2': 'layer2',
  'open-envelope': 'envelope',
  'check-fragment': 'fragment',
  'decode-message': 'message',
  'open-slot': 'slot',
  'open-batch': 'batch',
  'open-bundle': 'bundle',
  inflate: 'deflated',
}
const successes = files.filter((scenario) => !refuses(scenario) && scenario.step in WHOLE)

/** Byte by byte for what is short, at some forty places for what is long. */
function cuts(length: number): number[] {
  const step = Math.max(1, Math.floor(length / 40))
  return Array.from({ length: Math.ceil(length / step) }, (_, n) => n * step)
}

test.each(successes)('cut anywhere it comes to nothing: $name', (scenario) => {
  const name = WHOLE[scenario.step] ?? ''
  const input = scenario.inputs[name]
  if (!isByteSource(input)) throw new TypeError(name)
  const bytes = bytesOf(suite, input, lookup)
  for (const length of [...cuts(bytes.length), bytes.length - 1]) {
    const inputs = { ...scenario.inputs, [name]: written(bytes.subarray(0, length)) }
    const outcome = runScenario(suite, { ...scenario, inputs }, lookup)
    expect('gives' in outcome, `${length} of ${bytes.length} bytes`).toBe(false)
  }
})
