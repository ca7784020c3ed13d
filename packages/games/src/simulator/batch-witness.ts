import { fromUtf8, JsonObject, toHex } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import type { House, MixName } from './house.ts'

/** Keeps what each mix has shown under each number: a number that shows two things is found. */
export class BatchWitness {
  readonly #shown = new Map<string, string>()
  #seconds = 0

  /** Numbers under which another batch was shown later. */
  get seconds(): number {
    return this.#seconds
  }

  /** Looks at every batch that both mixes give out now, as the stage behind them would. */
  async look(house: House): Promise<void> {
    await this.#lookAt(house, 'mix-1', 'mix-2')
    await this.#lookAt(house, 'mix-2', 'desk')
  }

  async #lookAt(house: House, mix: MixName, caller: string): Promise<void> {
    for (const number of await numbersOf(house, mix, caller)) {
      const bytes = await house.get(mix, `/batch/${number}`, caller)
      if (bytes !== null) this.#note(`${mix} ${number}`, toHex(nativeSuite.sha256(bytes)))
    }
  }

  #note(name: string, hash: string): void {
    const known = this.#shown.get(name)
    if (known !== undefined && known !== hash) this.#seconds += 1
    this.#shown.set(name, hash)
  }
}

async function numbersOf(house: House, mix: MixName, caller: string): Promise<number[]> {
  const bytes = await house.get(mix, '/batches', caller)
  if (bytes === null) return []
  const range = new JsonObject(JSON.parse(fromUtf8(bytes)))
  if (range.isNull('first')) return []
  const [first, last] = [range.integer('first'), range.integer('last')]
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}
