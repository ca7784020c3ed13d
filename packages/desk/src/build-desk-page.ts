import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { utf8 } from '@postern/protocol'
import { build } from 'esbuild'
import type { PageFile } from './server/page-file.ts'

/** The handlers' page: one document, one script, one style sheet, the last two by their hash. */
export async function buildDeskPage(): Promise<PageFile[]> {
  const script = await bundled('./page/desk.ts', 'desk', 'js', 'text/javascript; charset=utf-8')
  const style = await bundled('./page/desk.css', 'desk', 'css', 'text/css; charset=utf-8')
  const html = documentOf(script.path, style.path)
  const page = { path: '/', contentType: 'text/html; charset=utf-8', bytes: utf8(html).slice() }
  return [page, script, style]
}

async function bundled(
  entry: string,
  name: string,
  ending: string,
  contentType: string,
): Promise<PageFile> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    charset: 'utf8',
    legalComments: 'none',
  })
  const bytes = new Uint8Array(outputFiles[0]?.contents ?? [])
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { path: `/assets/${name}-${hash}.${ending}`, contentType, bytes }
}

/** Its title says nothing, in any language. */
function documentOf(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Desk</title>
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body><noscript>This page opens sealed messages in your browser and needs its script.</noscript></body>
</html>
`
}
