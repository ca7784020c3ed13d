import { collusion } from './collusion/game.ts'
import type { Game } from './game.ts'
import { order } from './order/game.ts'

export type { Finding, Form, Game } from './game.ts'

/** Every game, in the order in which they are played. */
export const GAMES: readonly Game[] = [order, collusion]
