import { toHex } from '@postern/protocol'
import {
  buildDeskPage,
  type DeskMember,
  keyringId,
  makeMember,
  openKeyring,
  sealKeyring,
  withoutIntake,
} from '@postern/desk'
import { listenHttp, type Listening } from '@postern/runtime'
import { type Browser, chromium, type Page } from 'playwright-core'
import { messageOf } from '../../../packages/desk/test/message.ts'
import { nodeArgon2id } from '../../../packages/desk/test/node-argon2id.ts'
import { ServedAuthority } from '../../../packages/desk/test/served-authority.ts'
import { World } from '../../../packages/desk/test/world.ts'

const HANDLERS = ['anna', 'boris', 'vera'] as const
export type Handler = (typeof HANDLERS)[number]

const CHROMIUM = '/usr/bin/chromium'
const PASSPHRASE = 'eight plain words that nobody would guess here'
const DAY_MS = 86_400_000
const TICK_MS = 500
const OPENS_WITHIN_MS = 90_000

/** A file as a source sends it. */
export interface SentFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * A desk server with three handlers, each in a browser of his own, an agent who takes messages in, and
 * a time-stamping authority. Its clock runs by itself, and can be set forward.
 */
export class House {
  readonly authority: ServedAuthority
  readonly #world: World
  readonly #agent: DeskMember
  readonly #browsers: Browser[] = []
  readonly #pages = new Map<Handler, Page>()
  readonly errors: string[] = []
  #listening: Listening | null = null
  #ticking: NodeJS.Timeout | null = null
  readonly #offset: { ms: number }

  private constructor(world: World, offset: { ms: number }, authority: ServedAuthority) {
    this.#world = world
    this.#offset = offset
    this.authority = authority
    this.#agent = world.join('agent', 'agent')
  }

  static async open(): Promise<House> {
    const authority = new ServedAuthority()
    await authority.start()
    const offset = { ms: 0 }
    const world = new World('desk journey', 1, () => Date.now() + offset.ms)
    const house = new House(world, offset, authority)
    await house.#start()
    return house
  }

  async #start(): Promise<void> {
    const world = this.#world
    world.page = await buildDeskPage()
    world.config.timeStampAuthority = this.authority.config
    const secrets = world.desks.map((desk) => withoutIntake(desk.secrets))
    for (const name of HANDLERS) {
      const { keyring, key } = makeMember(world.env, world.ground, name, 'handler', secrets)
      const id = keyringId(world.env.suite, name)
      for (const desk of world.config.desks) desk.members.push({ key: toHex(key), keyring: id })
      const sealed = await sealKeyring(world.env, nodeArgon2id, PASSPHRASE, keyring)
      await world.store.putKeyring(id, sealed)
    }
    world.restartServer()
    this.#listening = await listenHttp({ host: '127.0.0.1', port: 0 }, (request) =>
      world.server.handle(request),
    )
    await this.#tick()
    let isBusy = false
    this.#ticking = setInterval(() => {
      if (isBusy) return
      isBusy = true
      void this.#tick().finally(() => (isBusy = false))
    }, TICK_MS)
    for (const name of HANDLERS) this.#pages.set(name, await this.#unlocked(name))
  }

  async #tick(): Promise<void> {
    await this.#world.publish()
    await this.#world.server.tick()
    await this.#agent.tick()
  }

  async #unlocked(name: Handler): Promise<Page> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    this.#browsers.push(browser)
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    page.setDefaultTimeout(OPENS_WITHIN_MS)
    page.on('pageerror', ({ message }) => this.errors.push(`${name}: ${message}`))
    await page.goto(`http://127.0.0.1:${this.#listening?.port ?? 0}/`)
    await page.locator('#name').fill(name)
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.locator('#open-case:enabled').waitFor()
    return page
  }

  page(name: Handler): Page {
    const page = this.#pages.get(name)
    if (page === undefined) throw new TypeError(`${name} is not here`)
    return page
  }

  /** A source writes: sealed as her page seals it; mix 2 fires. */
  write(text: string, files: readonly SentFile[] = []): void {
    const { env } = this.#world
    const attachments = files.map((file) => ({
      ...file,
      sha256: env.suite.sha256(file.bytes),
      kind: 'cleaned' as const,
    }))
    const message = messageOf(env.random(32), text, attachments)
    this.#world.send(env.suite.signingKey(env.random(32)), message)
    this.#world.fire()
  }

  /** The organisation's clock goes on by whole days. */
  passDays(days: number): void {
    this.#offset.ms += days * DAY_MS
    this.#world.addStatement(Math.floor(this.#world.env.nowMs() / DAY_MS) * DAY_MS)
  }

  /** Resolves when this handler's page has put its sealed keyring back once more. */
  async putBack(name: Handler): Promise<void> {
    await this.page(name).waitForRequest(
      (request) => request.method() === 'PUT' && request.url().endsWith('/keyring'),
    )
  }

  /** A fresh device of this handler, with what lies sealed at the server now and the whole log. */
  async freshDevice(name: Handler): Promise<DeskMember> {
    const world = this.#world
    const sealed = await world.store.keyring(keyringId(world.env.suite, name))
    const keyring = sealed && (await openKeyring(world.env.suite, nodeArgon2id, PASSPHRASE, sealed))
    if (keyring === null) throw new Error(`the keyring of ${name} does not open`)
    const member = world.open(keyring)
    await member.tick()
    await member.tick()
    return member
  }

  async close(): Promise<void> {
    if (this.#ticking !== null) clearInterval(this.#ticking)
    for (const browser of this.#browsers) await browser.close()
    await this.#listening?.close()
    this.authority.stop()
  }
}
