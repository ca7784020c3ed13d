import { concat, makeCell, seededEnv, verifyStatement, type OpeningRules } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { expect, onTestFinished, test } from 'vitest'
import {
  sampleOrganisation,
  sampleTrust,
  signStatement,
  statementDraft,
} from '../../../vectors/organisation.ts'
import { InlineOpener } from '../src/opener.ts'
import { PoolOpener } from '../src/pool-opener.ts'

test('threads open what one thread opens, in the same order, across pieces', async () => {
  const env = seededEnv('opener', nativeSuite)
  const made = sampleOrganisation(env)
  const document = signStatement(made, statementDraft(made, env.nowMs()))
  const statement = verifyStatement(nativeSuite, document, sampleTrust(env, made))
  const good = Array.from({ length: 150 }, () => makeCell(env, statement, null))
  const cells = good.flatMap((cell, at) => (at % 5 === 0 ? [cell, cell.with(9_000, 1)] : [cell]))
  const rules: OpeningRules = {
    role: 'mix-1',
    epoch: statement.number,
    statementHash: statement.hash,
    stampBits: statement.parameters.stampBits,
  }
  const [seed] = made.mixKeySeeds
  const inline = await new InlineOpener(nativeSuite).open(rules, seed, concat(...cells))
  const pool = new PoolOpener(2, () => undefined)
  onTestFinished(() => pool.close())
  expect(await pool.open(rules, seed, concat(...cells))).toEqual(inline)
  expect(inline.filter((item) => item === null)).toHaveLength(30)
  const other = await pool.open(rules, new Uint8Array(32), concat(...cells.slice(0, 3)))
  expect(other).toEqual([null, null, null])
})
