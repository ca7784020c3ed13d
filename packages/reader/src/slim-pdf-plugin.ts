import type { Plugin } from 'esbuild'

/** Marks what this plug-in has asked esbuild itself. */
const ASKED = { byUs: true }

/**
 * Of pdf-lib only what reads and writes objects goes into the client: its modules do nothing when
 * they are loaded, which its manifest does not say, and the measures of its fonts are left out.
 */
export const slimPdf: Plugin = {
  name: 'slim-pdf',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...asked }) => {
      const isOfPdf = /@cantoo[/\\]pdf-lib|^@cantoo\/pdf-lib$/.test(`${asked.importer} ${path}`)
      if (pluginData === ASKED || !isOfPdf) return null
      const { kind, importer, resolveDir } = asked
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: ASKED })
      return { ...found, sideEffects: false }
    })
    build.onLoad({ filter: /standard-fonts[/\\].*\.json$/ }, () => ({
      contents: '{}',
      loader: 'json',
    }))
  },
}
