import { seededEnv, type Suite } from '@postern/protocol'
import { answerScenarios } from './answers.ts'
import { batchScenarios } from './batches.ts'
import { cellScenarios } from './cells.ts'
import { documentScenarios } from './documents.ts'
import { messageScenarios } from './messages.ts'
import { originalScenarios } from './originals.ts'
import { sampleOrganisation } from './organisation.ts'
import type { Lookup, Outcome, Scenario } from './scenario.ts'
import { runScenario } from './steps.ts'
import { vaultScenarios } from './vaults.ts'

/** Everything comes from this seed, so the files are the same wherever they are made. */
const SEED = 'postern vectors 1'

/**
 * All scenarios with their outcomes. What is refused and what comes to nothing was stated by hand
 * and is held here; what a success gives is computed.
 */
export function makeScenarios(suite: Suite): Scenario[] {
  const env = (room: string): ReturnType<typeof seededEnv> => seededEnv(`${SEED} ${room}`, suite)
  const made = sampleOrganisation(env('organisation'))
  const stated = [
    ...documentScenarios(env('documents'), made),
    ...cellScenarios(env('cells'), made),
    ...messageScenarios(env('messages'), made),
    ...originalScenarios(env('originals')),
    ...answerScenarios(env('answers')),
    ...batchScenarios(env('batches'), made),
    ...vaultScenarios(env('vaults')),
  ]
  const lookup = lookupIn(stated)
  return stated.map((scenario) => ({ ...scenario, outcome: settled(suite, scenario, lookup) }))
}

export function lookupIn(scenarios: readonly Scenario[]): Lookup {
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]))
  if (byName.size !== scenarios.length) throw new TypeError('two scenarios of one name')
  return (name) => {
    const found = byName.get(name)
    if (found === undefined) throw new TypeError(`no scenario: ${name}`)
    return found
  }
}

function settled(suite: Suite, scenario: Scenario, lookup: Lookup): Outcome {
  const outcome = runScenario(suite, scenario, lookup)
  const { outcome: stated } = scenario
  const computed = 'gives' in stated && stated.gives === 'computed' && 'gives' in outcome
  if (!computed && JSON.stringify(outcome) !== JSON.stringify(stated))
    throw new TypeError(
      `${scenario.name}: ${JSON.stringify(outcome)}, not ${JSON.stringify(stated)}`,
    )
  return outcome
}
