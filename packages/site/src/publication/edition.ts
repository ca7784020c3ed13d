import { PosternError } from '@postern/protocol'
import { z } from 'zod'
import {
  contentHash,
  encodeShard,
  packFile,
  shardCount,
  shardOf,
  type SiteEntry,
  type SiteFiles,
  type SiteManifest,
  type SiteShard,
} from '../manifest.ts'
import { type EditionStore, MANIFEST } from './edition-store.ts'
import type { MadeFiles } from './page-maker.ts'

const entryForm: z.ZodType<SiteEntry> = z.object({
  file: z.string(),
  type: z.string(),
  immutable: z.boolean(),
  sizes: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]),
})

const manifestForm: z.ZodType<SiteManifest> = z.object({
  version: z.literal(2),
  shards: z.array(z.string()).min(1),
})

const shardForm: z.ZodType<SiteShard> = z.record(z.string(), entryForm)

/** PosternError('site-damaged') when it is no manifest that this version reads. */
export function readManifest(bytes: Uint8Array): SiteManifest {
  return readForm(manifestForm, bytes)
}

/** PosternError('site-damaged') likewise. */
export function readShard(bytes: Uint8Array): SiteShard {
  return readForm(shardForm, bytes)
}

function readForm<T>(form: z.ZodType<T>, bytes: Uint8Array): T {
  try {
    return form.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    throw new PosternError('site-damaged')
  }
}

/** How many files are written at the same time. */
const AT_ONCE = 8

/**
 * The bytes that readers get. New files are written beside the old ones, then the manifest is
 * exchanged in one step: before it everything is as it was, after it everything is new. Whatever
 * ends the process between leaves files that nobody names, and `sweep` takes them away later.
 */
export class Edition {
  readonly #store: EditionStore
  #shards: Map<string, SiteEntry>[]
  #names: readonly string[]

  private constructor(
    store: EditionStore,
    shards: Map<string, SiteEntry>[],
    names: readonly string[],
  ) {
    this.#store = store
    this.#shards = shards
    this.#names = names
  }

  /** Reads what is laid. What is not there or cannot be read is an edition without pages. */
  static async open(store: EditionStore): Promise<Edition> {
    try {
      const { shards: names } = readManifest((await store.get(MANIFEST)) ?? new Uint8Array(0))
      const shards = await inTurns(names, async (name) => {
        const shard = readShard((await store.get(name)) ?? new Uint8Array(0))
        return new Map(Object.entries(shard))
      })
      return new Edition(store, shards, names)
    } catch (error) {
      if (error instanceof PosternError && error.code === 'site-damaged')
        return new Edition(store, [], [])
      throw error
    }
  }

  get paths(): string[] {
    return this.#shards.flatMap((shard) => [...shard.keys()])
  }

  /** Null for a path that it does not have. */
  entry(path: string): SiteEntry | null {
    return this.#shards[shardOf(path, Math.max(1, this.#shards.length))]?.get(path) ?? null
  }

  /** Everything anew: what `files` does not name is gone. */
  async layAll(files: SiteFiles): Promise<void> {
    const shards = Array.from(
      { length: shardCount(files.size) },
      () => new Map<string, SiteEntry>(),
    )
    const next = new Draft(shards)
    await this.#pack(files, next)
    await this.#exchange(next)
    await this.sweep()
  }

  /** Some pages anew; null takes one away. Paths that are not named stay. */
  async lay(files: MadeFiles): Promise<void> {
    const next = new Draft(
      this.#shards.length > 0 ? this.#shards.map((shard) => new Map(shard)) : [new Map()],
    )
    const made = new Map(
      [...files].flatMap(([path, file]) => (file === null ? [] : [[path, file]])),
    )
    for (const [path, file] of files) if (file === null) next.remove(path)
    await this.#pack(made, next)
    await this.#exchange(next)
  }

  /** Takes away what no shard names: leftovers of earlier editions and of what was interrupted. */
  async sweep(): Promise<void> {
    const named = new Set([MANIFEST, ...this.#names])
    for (const shard of this.#shards) for (const { file } of shard.values()) named.add(file)
    for (const name of await this.#store.list(''))
      if (!named.has(name)) await this.#store.remove(name)
  }

  /** Files whose bytes are laid already are neither compressed nor written again. */
  async #pack(files: SiteFiles, next: Draft): Promise<void> {
    await inTurns([...files], async ([path, file]) => {
      const laid = this.entry(path)
      if (laid !== null && laid.type === file.type && (await this.#isSame(laid, file.bytes))) {
        next.set(path, laid)
        return
      }
      const { entry, bytes } = await packFile(path, file)
      await this.#store.put(entry.file, bytes)
      next.set(path, entry)
    })
  }

  async #isSame(laid: SiteEntry, bytes: Uint8Array): Promise<boolean> {
    if (laid.sizes[0] !== bytes.length) return false
    const there = await this.#store.get(laid.file)
    return there !== null && Buffer.compare(there.subarray(0, bytes.length), bytes) === 0
  }

  async #exchange(next: Draft): Promise<void> {
    const isSameCount = next.shards.length === this.#names.length
    const names = await inTurns([...next.shards.entries()], async ([at, shard]) => {
      const old = this.#names[at]
      if (isSameCount && old !== undefined && !next.changed.has(at)) return old
      const bytes = encodeShard(Object.fromEntries(shard))
      const name = contentHash(bytes)
      if (name !== old) await this.#store.put(name, bytes)
      return name
    })
    const manifest: SiteManifest = { version: 2, shards: names }
    await this.#store.exchange(new TextEncoder().encode(JSON.stringify(manifest)))
    this.#shards = next.shards
    this.#names = names
  }
}

/** The next edition while it is put together. */
class Draft {
  readonly shards: Map<string, SiteEntry>[]
  readonly changed: Set<number> = new Set()

  constructor(shards: Map<string, SiteEntry>[]) {
    this.shards = shards
  }

  set(path: string, entry: SiteEntry): void {
    const at = shardOf(path, this.shards.length)
    const shard = this.shards[at]
    if (shard?.get(path) === entry) return
    shard?.set(path, entry)
    this.changed.add(at)
  }

  remove(path: string): void {
    const at = shardOf(path, this.shards.length)
    if (this.shards[at]?.delete(path) === true) this.changed.add(at)
  }
}

/** A few at a time, the results in the order of what was given. */
async function inTurns<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const rest = list.entries()
  const turn = async (): Promise<void> => {
    for (const [at, one] of rest) results[at] = await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, turn))
  return results
}
