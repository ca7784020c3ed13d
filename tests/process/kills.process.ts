import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PART_ROLES } from '@postern/cli'
import { expect, onTestFinished, test } from 'vitest'
import { DeskEyes } from './house/desk-eyes.ts'
import { freeFirstPort } from './house/free-ports.ts'
import { until } from './house/until.ts'
import { Up } from './house/up.ts'
import { type Letter, Visitor } from './house/visitor.ts'

const PAUSE_MS = 250
/** So many letters at least are posted before each process is killed, on whatever machine. */
const AROUND_A_KILL = 3

/** A letter under way, and how often its cell was posted without an answer. */
interface Sent {
  readonly letter: Letter
  unanswered: number
  answered: boolean
}

/** Posts a new letter every while, and each again, sealed afresh, until it is answered. */
class Post {
  readonly sent: Sent[] = []
  readonly #visitor: Visitor
  #stopped = false

  constructor(visitor: Visitor) {
    this.#visitor = visitor
  }

  async run(): Promise<void> {
    for (let number = 0; !this.#stopped || this.#waiting().length > 0; number++) {
      const documents = await this.#visitor.documents().catch(() => null)
      if (documents === null) continue
      const { statement } = documents
      if (!this.#stopped) {
        const letter = this.#visitor.letter(statement, `letter ${number}`)
        this.sent.push({ letter, unanswered: 0, answered: false })
      }
      for (const sent of this.#waiting()) {
        const status = await this.#visitor.post(this.#visitor.real(statement, sent.letter))
        if (status === 200) sent.answered = true
        else sent.unanswered += 1
      }
      await sleep(PAUSE_MS)
    }
  }

  stop(): void {
    this.#stopped = true
  }

  #waiting(): Sent[] {
    return this.sent.filter(({ answered }) => !answered)
  }
}

test('each process is killed while cells come, the supervisor too: what was answered arrives once', async () => {
  const base = await mkdtemp(join(tmpdir(), 'postern-kills-'))
  const [folder, port] = [join(base, 'data'), await freeFirstPort()]
  let up = await Up.start(folder, port)
  onTestFinished(async () => {
    await up.stop()
    await rm(base, { recursive: true, force: true })
  })
  const visitor = new Visitor(up)
  const posting = new Post(visitor)
  const running = posting.run()
  for (const role of PART_ROLES) {
    const before = posting.sent.length
    await until('letters go on', async () => posting.sent.length > before + AROUND_A_KILL)
    await up.kill(role)
  }
  await up.killSupervisor(PART_ROLES)
  up = await Up.start(folder, port)
  posting.stop()
  await running

  const { sent } = posting
  expect(sent.length).toBeGreaterThan(PART_ROLES.length * AROUND_A_KILL)
  const desk = await DeskEyes.open(up)
  const arrived = async (): Promise<string[]> => [...(await desk.all()).values()].flat()
  await until('all letters arrive', async () => (await arrived()).length >= sent.length)
  expect((await arrived()).sort()).toEqual(sent.map(({ letter }) => letter.text).sort())
  expect(desk.findings()).toEqual([])

  const { trust } = await visitor.documents()
  const { envelopes, opened } = await desk.drops(trust)
  expect(new Set(envelopes).size).toBe(envelopes.length)
  for (const { letter, unanswered } of sent) {
    const times = opened.get(letter.conversation) ?? 0
    expect([letter.text, times >= 1 && times <= 1 + unanswered]).toEqual([letter.text, true])
  }
  expect(await up.stop()).toBe(0)
})
