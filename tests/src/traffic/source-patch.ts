import { readFileSync } from 'node:fs'
import type { Plugin, PluginBuild } from 'esbuild'

/** One place in the reader's sources, and what a twin has there instead. */
export interface Patch {
  /** The end of the file's path. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Changes one file on its way into the bundle; Error when the place is no longer there. */
export class SourcePatch implements Plugin {
  readonly name: string
  readonly #patch: Patch
  #applied = 0

  constructor(patch: Patch) {
    this.name = `patch ${patch.file}`
    this.#patch = patch
  }

  /** How often the file came by: never, when nothing uses it any more. */
  get applied(): number {
    return this.#applied
  }

  readonly setup = (build: PluginBuild): void => {
    const { file, from, to } = this.#patch
    build.onLoad({ filter: new RegExp(`${file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (source.split(from).length !== 2)
        throw new Error(`${file} has not exactly one "${from}": mend the twin`)
      this.#applied += 1
      return { contents: source.replace(from, () => to), loader: 'ts' }
    })
  }
}
