import { collusion } from './collusion/game.ts'
import { compartmentColleague } from './compartment-colleague/game.ts'
import { compartmentServer } from './compartment-server/game.ts'
import { exactlyOnce } from './exactly-once/game.ts'
import type { Game } from './game.ts'
import { order } from './order/game.ts'
import { plant } from './plant/game.ts'
import { replay } from './replay/game.ts'
import { seizedDevice } from './seized-device/game.ts'

export type { Finding, Form, Game } from './game.ts'
export { type Advantage, advantageOf, describeAdvantage } from './measure/advantage.ts'

/** Every game, in the order in which they are played. */
export const GAMES: readonly Game[] = [
  order,
  replay,
  collusion,
  exactlyOnce,
  compartmentServer,
  compartmentColleague,
  plant,
  seizedDevice,
]
