import { Cursor, derive, LABELS, PosternError, type Suite, Writer } from '@postern/protocol'

/** Leaves are numbered below 2⁴⁸. */
const DEPTH = 48
/** More than a keyring has room for. */
const MOST_NODES = 1_400

/** A subtree whose keys can still be made: all numbers that begin with `prefix`, `depth` bits. */
interface Node {
  readonly depth: number
  readonly prefix: number
  readonly key: Uint8Array
}

const LEFT: Uint8Array = Uint8Array.of(0)
const RIGHT: Uint8Array = Uint8Array.of(1)

/**
 * 2⁴⁸ keys out of one, any of which can be forgotten for good: a binary tree of derivations
 * (Goldreich, Goldwasser and Micali 1986) of which only the subtrees are kept that hold no
 * forgotten leaf. What was sealed under a forgotten leaf stays in the log, and nobody has its key.
 */
export class KeyTree {
  readonly #suite: Suite
  readonly #leaves = new Map<number, Uint8Array>()
  /** The way to the leaf that was made last: the next one is near it, as a rule. */
  #way: { readonly to: number; readonly keys: readonly Uint8Array[] } | null = null
  #nodes: readonly Node[]

  private constructor(suite: Suite, nodes: readonly Node[]) {
    this.#suite = suite
    this.#nodes = nodes
  }

  static fromRoot(suite: Suite, root: Uint8Array): KeyTree {
    return new KeyTree(suite, [{ depth: 0, prefix: 0, key: root }])
  }

  /** Throws PosternError 'malformed' or what a Cursor throws. */
  static decode(suite: Suite, bytes: Uint8Array): KeyTree {
    const cursor = new Cursor(bytes)
    const nodes = Array.from({ length: cursor.u16() }, () => ({
      depth: cursor.u8(),
      prefix: cursor.u64(),
      key: cursor.take(32),
    }))
    cursor.finish()
    if (nodes.some(({ depth, prefix }) => depth > DEPTH || prefix >= 2 ** depth))
      throw new PosternError('malformed', 'key tree')
    return new KeyTree(suite, nodes)
  }

  /** count 2 ‖ for each subtree depth 1 ‖ prefix 8 ‖ key 32. */
  encode(): Uint8Array {
    const writer = new Writer().u16(this.#nodes.length)
    for (const { depth, prefix, key } of this.#nodes) writer.u8(depth).u64(prefix).bytes(key)
    return writer.finish()
  }

  /** The key of this leaf, or null when it was forgotten. */
  leaf(number: number): Uint8Array | null {
    const known = this.#leaves.get(number)
    if (known !== undefined) return known
    const node = this.#nodes.find((one) => covers(one, number))
    if (node === undefined) return null
    const key = this.#descend(node, number)
    this.#leaves.set(number, key)
    return key
  }

  /** Both ends included. Throws PosternError 'key-tree-full' and forgets nothing. */
  forget(first: number, last: number = first): void {
    const kept = this.#nodes.flatMap((node) => this.#without(node, first, last))
    if (kept.length > MOST_NODES) throw new PosternError('key-tree-full')
    this.#nodes = kept
    this.#way = null
    for (const number of this.#leaves.keys())
      if (number >= first && number <= last) this.#leaves.delete(number)
  }

  /** Keys of the way stand at their depths; both leaves lie below the same node as far as they share it. */
  #descend({ depth, key }: Node, number: number): Uint8Array {
    const shared = this.#way === null ? 0 : sharedBits(this.#way.to, number)
    const keys = shared > depth ? (this.#way?.keys.slice(0, shared + 1) ?? []) : []
    if (keys.length === 0) keys[depth] = key
    let at = keys.at(-1) ?? key
    for (let bit = keys.length - 1; bit < DEPTH; bit++) {
      at = this.#child(at, bitOf(number, bit))
      keys[bit + 1] = at
    }
    this.#way = { to: number, keys }
    return at
  }

  #without(node: Node, first: number, last: number): Node[] {
    const [from, to] = span(node)
    if (to < first || from > last) return [node]
    if (from >= first && to <= last) return []
    return [0, 1].flatMap((side) =>
      this.#without(
        {
          depth: node.depth + 1,
          prefix: node.prefix * 2 + side,
          key: this.#child(node.key, side),
        },
        first,
        last,
      ),
    )
  }

  #child(key: Uint8Array, side: number): Uint8Array {
    return derive(this.#suite, key, LABELS.keyTree, side === 0 ? LEFT : RIGHT, 32)
  }
}

function bitOf(number: number, bit: number): number {
  return Math.floor(number / 2 ** (DEPTH - 1 - bit)) % 2
}

/** From the front, in bits. */
function sharedBits(a: number, b: number): number {
  let bit = 0
  while (bit < DEPTH && bitOf(a, bit) === bitOf(b, bit)) bit += 1
  return bit
}

/** The lowest and the highest leaf of a subtree. */
function span({ depth, prefix }: Node): [number, number] {
  const width = 2 ** (DEPTH - depth)
  return [prefix * width, (prefix + 1) * width - 1]
}

function covers(node: Node, number: number): boolean {
  const [from, to] = span(node)
  return number >= from && number <= to
}
