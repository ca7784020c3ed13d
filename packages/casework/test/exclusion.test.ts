import { portableSuite } from '@postern/protocol/portable'
import { seededEnv } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { excludedMembers, fold, makeCompartment, mayRead } from '../src/index.ts'
import { joined, logged } from './logged.ts'

const desk = makeCompartment(seededEnv('exclusion', portableSuite), 'desk')
const NAMES = ['Anna de Vries', 'Борис Щукин', 'مریم رضایی', 'Vera Shchukina']
const casebook = fold(
  logged([
    ...NAMES.map((name, at) => ({ by: at + 1, compartment: desk, body: joined(name) })),
    { by: 9, compartment: desk, body: joined('agent', 'agent') },
  ]),
)
const out = (...names: readonly string[]): string[] =>
  excludedMembers(casebook, names).map(({ facts }) => facts.name)

describe('whom a source does not want to read her', () => {
  it('is found by one word of the name, in any case and form', () => {
    expect(out('vries')).toEqual(['Anna de Vries'])
    expect(out('Mr. ЩУКИН')).toEqual(['Борис Щукин'])
    expect(out('ﻣﺮﯾﻢ')).toEqual(['مریم رضایی'])
    expect(out('Shchukina, and Anna')).toEqual(['Anna de Vries', 'Vera Shchukina'])
  })

  it('is nobody for a word too short, a part of a word, or the agent', () => {
    expect(out('de', 'Ann', 'Shchuk', 'agent', '   ', '')).toEqual([])
  })

  it('leaves all the others', () => {
    const names = mayRead(casebook, ['Anna']).map(({ facts }) => facts.name)
    expect(names).toEqual(['Борис Щукин', 'مریم رضایی', 'Vera Shchukina', 'agent'])
  })
})
