import { type Casebook, type Compartment, errandsOf, findCarried } from '@postern/casework'
import {
  answeringDesks,
  type DeskTurn,
  encodeTrayPack,
  type Env,
  equalBytes,
  fillTrays,
  intervalNumber,
  type Parameters,
  type Statement,
} from '@postern/protocol'
import type { DeskClient } from './desk-client.ts'
import type { DeskDocuments } from './desk-documents.ts'
import type { LogFollower } from './log-follower.ts'

interface TrayKeeperParts {
  readonly env: Env
  readonly client: DeskClient
  readonly documents: DeskDocuments
  readonly log: LogFollower
  readonly compartment: Compartment
  readonly desk: Uint8Array
  readonly isAgent: boolean
}

/** A handler's browser keeps the trays after nobody else did for so many intervals. */
const PATIENCE_INTERVALS = 3

/**
 * Keeps one desk's trays: one of its members fills them once in an interval, by the clock and never
 * for an act. Who it is the log decides, since the desk server must not see two packs of one
 * interval. (R3)
 */
export class TrayKeeper {
  readonly #parts: TrayKeeperParts
  #claim: { interval: number; actId: Uint8Array; done: boolean } | null = null
  #searchedInterval: number | null = null

  constructor(parts: TrayKeeperParts) {
    this.#parts = parts
  }

  /** Whether this member keeps the trays now, by what the log says of the last intervals. */
  isKeeper(parameters: Parameters): boolean {
    const { env, log, isAgent } = this.#parts
    if (isAgent) return true
    const newest = Math.max(-1, ...log.casebook.trayClaims.keys())
    const actId = log.casebook.trayClaims.get(newest)
    if (actId !== undefined && this.#claim && equalBytes(actId, this.#claim.actId)) return true
    return newest < intervalNumber(parameters, env.nowMs()) - PATIENCE_INTERVALS
  }

  /** Before the bundle: tells the log what the newest reader drop shows, and claims the interval. */
  prepare(statement: Statement): void {
    const turn = this.#turn(statement)
    if (turn === null || !this.isKeeper(statement.parameters)) return
    this.#search(statement.parameters, turn)
    const interval = intervalNumber(statement.parameters, this.#parts.env.nowMs())
    if (this.#parts.log.casebook.trayClaims.has(interval)) return
    if (this.#claim?.interval === interval || !this.#isTime(statement.parameters, interval)) return
    const nowMs = this.#parts.env.nowMs()
    const { log, compartment } = this.#parts
    const actId = log.enqueue(compartment, { kind: 'trays-claimed', interval }, nowMs)
    this.#claim = { interval, actId, done: false }
  }

  /** After the bundle: fills and hands over all trays, if this interval is ours. */
  async sync(statement: Statement): Promise<void> {
    const { env, client, log, desk } = this.#parts
    const turn = this.#turn(statement)
    const interval = intervalNumber(statement.parameters, env.nowMs())
    if (turn === null || !this.#holds(log.casebook, interval)) return
    const queue = errandsOf(log.casebook, statement.parameters)
    const filled = fillTrays(env, statement.parameters, turn, queue)
    if (this.#claim !== null) this.#claim.done = true
    await client.putTrays(desk, log.length, encodeTrayPack(filled.firstInterval, filled.trays))
  }

  #holds({ trayClaims }: Casebook, interval: number): boolean {
    if (this.#claim?.interval !== interval || this.#claim.done) return false
    const first = trayClaims.get(interval)
    return first !== undefined && equalBytes(first, this.#claim.actId)
  }

  /** As soon as this interval's drop is out, so that nothing is carried twice; or at its half. */
  #isTime({ dropIntervalMs }: Parameters, interval: number): boolean {
    const { env, documents } = this.#parts
    if ((documents.readerDrop?.interval ?? -1) >= interval) return true
    return env.nowMs() - interval * dropIntervalMs >= dropIntervalMs / 2
  }

  #search(parameters: Parameters, turn: DeskTurn): void {
    const { env, documents, log, compartment } = this.#parts
    const drop = documents.readerDrop
    if (drop === null || drop.interval === this.#searchedInterval) return
    const search = { suite: env.suite, parameters, turn }
    const errands = errandsOf(log.casebook, parameters)
    const carried = findCarried(search, drop, this.#searchedInterval, errands)
    this.#searchedInterval = drop.interval
    if (carried !== null)
      log.enqueue(compartment, carried, drop.interval * parameters.dropIntervalMs)
  }

  /** Null for the moderators' desk, which answers nobody. */
  #turn(statement: Statement): DeskTurn | null {
    const desks = answeringDesks(statement.desks)
    const deskIndex = desks.findIndex(({ id }) => equalBytes(id, this.#parts.desk))
    return deskIndex < 0 ? null : { deskIndex, deskCount: desks.length }
  }
}
