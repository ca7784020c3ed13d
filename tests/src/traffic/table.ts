import { type Env, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { makePicture } from '../journey/picture.ts'
import { Profile } from '../journey/profile.ts'
import type { Timeline } from '../journey/timeline.ts'
import { answeredConversation } from './answered.ts'
import { Ground } from './ground.ts'
import type { Belongings } from './sitting.ts'

/** What every game here is played on. */
export interface Table {
  readonly ground: Ground
  readonly env: Env
  readonly belongings: Belongings
  readonly timeline: Timeline
}

/** Starts everything; the caller closes the ground. */
export async function layTable(timeline: Timeline, seed: string, lanes: number): Promise<Table> {
  const ground = await Ground.open(lanes)
  timeline.say(`the rehearsal runs, nginx before it, and a browser in each of ${lanes} namespaces`)
  const maker = await Profile.open('en-GB')
  const picture = await makePicture(maker.page, ground.folder)
  await maker.close()
  const words = await answeredConversation(ground.system)
  timeline.say('a source has written, and the desk has answered')
  const env = seededEnv(seed, portableSuite)
  return { ground, env, belongings: { picture, words }, timeline }
}

/** The same table with a chance of its own, for games that are played at one time. */
export function apart(table: Table, seed: string): Table {
  return { ...table, env: seededEnv(seed, portableSuite) }
}
