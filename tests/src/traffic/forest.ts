import type { Env } from '@postern/protocol'

/** What is known of one thing, and which of two kinds it is. */
export interface Example {
  readonly features: Float64Array
  readonly label: 0 | 1
}

interface Split {
  readonly feature: number
  readonly threshold: number
  readonly gain: number
}

type Tree = Leaf | Branch

interface Leaf {
  readonly kind: 'leaf'
  /** Share of label 1. */
  readonly share: number
}

interface Branch {
  readonly kind: 'branch'
  readonly split: Split
  readonly low: Tree
  readonly high: Tree
}

const TREES = 400
/** Fewer of one kind are not parted further. */
const LEAF_EXAMPLES = 2

/**
 * A random forest (Breiman 2001): trees on bootstrap samples, each split the best of a random few
 * features. Strong on many features of which few tell, indifferent to their scale, and nothing in it
 * is tuned to this project.
 */
export class Forest {
  readonly #trees: readonly Tree[]
  /** Of each feature, how much purer the splits on it made the examples: the most telling is largest. */
  readonly importance: Float64Array

  private constructor(trees: readonly Tree[], importance: Float64Array) {
    this.#trees = trees
    this.importance = importance
  }

  static train(env: Env, examples: readonly Example[]): Forest {
    const importance = new Float64Array(examples[0]?.features.length ?? 0)
    const trees = Array.from({ length: TREES }, () =>
      grow(
        env,
        examples.flatMap(() => examples[env.pick(examples.length)] ?? []),
        importance,
      ),
    )
    return new Forest(trees, importance)
  }

  /** Mean share of label 1 in the leaves that it falls into. */
  score(features: Float64Array): number {
    const shares = this.#trees.map((tree) => shareIn(tree, features))
    return shares.reduce((sum, share) => sum + share, 0) / this.#trees.length
  }

  guess(features: Float64Array): 0 | 1 {
    return this.score(features) > 0.5 ? 1 : 0
  }
}

function shareIn(tree: Tree, features: Float64Array): number {
  let at = tree
  while (at.kind === 'branch')
    at = (features[at.split.feature] ?? 0) <= at.split.threshold ? at.low : at.high
  return at.share
}

function grow(env: Env, examples: readonly Example[], importance: Float64Array): Tree {
  const ones = onesOf(examples)
  const leaf = { kind: 'leaf', share: ones / examples.length } as const
  if (ones === 0 || ones === examples.length || examples.length < 2 * LEAF_EXAMPLES) return leaf
  const split = bestSplit(env, examples, importance.length)
  if (split === null) return leaf
  importance[split.feature] = (importance[split.feature] ?? 0) + split.gain
  const isLow = ({ features }: Example): boolean =>
    (features[split.feature] ?? 0) <= split.threshold
  const [low, high] = [examples.filter(isLow), examples.filter((one) => !isLow(one))]
  return {
    kind: 'branch',
    split,
    low: grow(env, low, importance),
    high: grow(env, high, importance),
  }
}

function bestSplit(env: Env, examples: readonly Example[], features: number): Split | null {
  let best: Split | null = null
  const tries = Math.ceil(Math.sqrt(features))
  for (let n = 0; n < tries; n++) {
    const split = splitBy(examples, env.pick(features))
    if (split !== null && split.gain > (best?.gain ?? 0)) best = split
  }
  return best
}

/** The threshold on one feature that makes both sides purest (Gini); null when none parts them. */
function splitBy(examples: readonly Example[], feature: number): Split | null {
  const value = ({ features }: Example): number => features[feature] ?? 0
  const sorted = examples.toSorted((a, b) => value(a) - value(b))
  const values = sorted.map(value)
  const [all, ones] = [sorted.length, onesOf(sorted)]
  let best: Split | null = null
  let lowOnes = 0
  for (let low = 1; low < all; low++) {
    lowOnes += sorted[low - 1]?.label ?? 0
    const [below, above] = [values[low - 1] ?? 0, values[low] ?? 0]
    if (below === above || low < LEAF_EXAMPLES || all - low < LEAF_EXAMPLES) continue
    const impurity = gini(lowOnes, low) + gini(ones - lowOnes, all - low)
    const gain = gini(ones, all) - impurity
    if (gain > (best?.gain ?? 1e-9)) best = { feature, threshold: (below + above) / 2, gain }
  }
  return best
}

/** Gini impurity times the number of examples. */
function gini(ones: number, all: number): number {
  return (2 * ones * (all - ones)) / all
}

function onesOf(examples: readonly Example[]): number {
  return examples.reduce((sum, { label }) => sum + label, 0)
}
