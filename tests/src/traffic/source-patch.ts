import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/** One place in the reader's sources, and what a twin has there instead. */
export interface Patch {
  /** The end of the file's path. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Changes one file on its way into the bundle; Error when the place is no longer there. */
export function sourcePatch({ file, from, to }: Patch): Plugin {
  return {
    name: `patch ${file}`,
    setup(build) {
      let isApplied = false
      build.onLoad({ filter: new RegExp(`${file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        if (source.split(from).length !== 2)
          throw new Error(`${file} has not exactly one "${from}": mend the twin`)
        isApplied = true
        return { contents: source.replace(from, () => to), loader: 'ts' }
      })
      build.onEnd(() => {
        if (!isApplied) throw new Error(`${file} is not in the bundle: mend the twin`)
      })
    },
  }
}
