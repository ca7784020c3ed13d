import { type Env, PosternError, type Suite } from '@postern/protocol'
import {
  type Book,
  type BookChange,
  bringBack,
  decodeBook,
  EMPTY_BOOK,
  encodeBook,
  fittingBook,
  isSameVaultKey,
  type Peeled,
  type VaultKey,
  vaultLayer,
  VaultPeel,
  writeVault,
} from '@postern/protocol/vault'

/**
 * `own`: the vault here is hers. `begun`: it will be, at the next moment at which there is something
 * to write. `other`: it is nobody's or another's, and stays so until she asks for it, since nobody can
 * tell what she would overwrite. (P4, P5)
 */
type Hold = 'own' | 'begun' | 'other'

/** So many layers are taken off between two answers to the page, and at most within a transaction. */
const LAYERS_AT_ONCE = 8
const LAYERS_IN_TRANSACTION = 32
const NOTHING: Peeled = { kind: 'other' }

/**
 * The book of one unlocked source: what she sees is what the vault held, and her changes since. A
 * write makes these changes once more on whatever another page of hers wrote meanwhile, so that
 * neither loses anything. (P4, V3)
 */
export class OpenBook {
  readonly #suite: Suite
  readonly #key: VaultKey
  #hold: Hold
  /** The layer below which lies what `#book` was before `#pending`; null while nothing of hers does. */
  #layer: Uint8Array | null = null
  #pending: BookChange[] = []
  #book: Book = EMPTY_BOOK
  #writing: { book: Book; layer: Uint8Array; changes: number } | null = null
  #looks = 0
  #isCurrent = true

  private constructor(suite: Suite, key: VaultKey, hold: Hold) {
    this.#suite = suite
    this.#key = key
    this.#hold = hold
  }

  /** Opens the vault if it is hers, some layers at a time. `begunHere`: her words were made here. */
  static async open(
    suite: Suite,
    key: VaultKey,
    stored: Uint8Array | null,
    begunHere: boolean,
  ): Promise<OpenBook> {
    const made = new OpenBook(suite, key, begunHere ? 'begun' : 'other')
    if (stored) made.#learn(await peeledSlowly(suite, key, stored, null), stored)
    return made
  }

  get book(): Book {
    return this.#book
  }

  get hold(): Hold {
    return this.#hold
  }

  /** Nothing has been changed that the vault does not hold. */
  get isKept(): boolean {
    return this.#hold === 'own' && this.#pending.length === 0
  }

  /** Whether this view's look at the vault has told all that other pages wrote. (V3) */
  get isCurrent(): boolean {
    return this.#isCurrent
  }

  isOf(key: VaultKey): boolean {
    return isSameVaultKey(this.#key, key)
  }

  change(change: BookChange): void {
    this.#pending.push(change)
    this.#book = change(this.#book)
  }

  /** The same, if a vault still holds the result; PosternError 'vault-full', and nothing changes. */
  changeIfFits(change: BookChange): void {
    fittingBook(change(this.#book))
    this.change(change)
  }

  /** From the next moment on the vault here is hers, whatever it held. */
  keepHere(): void {
    if (this.#hold === 'other') this.#hold = 'begun'
  }

  /**
   * A view begins, and reads the vault: null when there is none, or the browser refused. Until that
   * is done, nothing real may leave.
   */
  async look(reading: Promise<Uint8Array | null>): Promise<void> {
    this.#looks += 1
    const look = this.#looks
    this.#isCurrent = false
    const stored = await reading
    if (stored) await this.#learnSlowly(stored)
    if (look === this.#looks) this.#isCurrent = true
  }

  /**
   * What to keep in place of this vault; null when nothing is to be written, and it is renewed as
   * everybody's. To be called within the transaction; `written` says that it ended well.
   */
  write(env: Env, stored: Uint8Array, isNew: boolean): Uint8Array | null {
    this.#writing = null
    if (isNew) this.#lose('begun')
    const peeled = isNew ? NOTHING : this.#peel(stored)
    this.#learn(peeled, stored)
    if (peeled.kind === 'more' || this.#hold === 'other' || this.#pending.length === 0) return null
    try {
      const book = fittingBook(this.#book)
      const vault = writeVault(env, this.#key, encodeBook(book))
      this.#writing = { book, layer: vaultLayer(vault), changes: this.#pending.length }
      return vault
    } catch (error) {
      if (error instanceof PosternError) return null
      throw error
    }
  }

  /** The transaction in which `write` was called has ended well. */
  written(): void {
    if (this.#writing === null) return
    const { book, layer, changes } = this.#writing
    this.#pending = this.#pending.slice(changes)
    this.#hold = 'own'
    this.#settle(book, layer)
    this.#writing = null
  }

  #peel(stored: Uint8Array): Peeled {
    return new VaultPeel(this.#suite, this.#key, stored, this.#layer).step(LAYERS_IN_TRANSACTION)
  }

  #learn(peeled: Peeled, stored: Uint8Array): void {
    if (peeled.kind === 'known') this.#layer = vaultLayer(stored)
    if (peeled.kind === 'own') this.#take(peeled.content, vaultLayer(stored))
    if (peeled.kind === 'worn') this.#lose('begun')
    if (peeled.kind === 'other' && this.#hold === 'own') this.#lose('other')
  }

  async #learnSlowly(stored: Uint8Array): Promise<void> {
    const quick = this.#peel(stored)
    if (quick.kind !== 'more') return this.#learn(quick, stored)
    const before = this.#layer
    const peeled = await peeledSlowly(this.#suite, this.#key, stored, before)
    if (before === this.#layer) this.#learn(peeled, stored)
  }

  #take(content: Uint8Array, layer: Uint8Array): void {
    const book = readBook(content)
    if (book === null) return this.#lose('begun')
    this.#hold = 'own'
    this.#settle(book, layer)
  }

  #settle(base: Book, layer: Uint8Array): void {
    this.#layer = layer
    this.#book = this.#pending.reduce((book, change) => change(book), base)
  }

  /** The vault holds nothing of hers any more: all that this page knows is to be written anew. */
  #lose(hold: Hold): void {
    if (this.#hold === 'own') this.#pending = [bringBack(this.#book)]
    this.#hold = hold
    this.#layer = null
  }
}

function readBook(content: Uint8Array): Book | null {
  try {
    return decodeBook(content)
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

async function peeledSlowly(
  suite: Suite,
  key: VaultKey,
  stored: Uint8Array,
  known: Uint8Array | null,
): Promise<Peeled> {
  const peel = new VaultPeel(suite, key, stored, known)
  for (;;) {
    const peeled = peel.step(LAYERS_AT_ONCE)
    if (peeled.kind !== 'more') return peeled
    await new Promise((resolve) => setTimeout(resolve))
  }
}
