import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { fromUtf8, utf8 } from '@postern/protocol'
import { build } from 'esbuild'
import type { PageFile } from './server/page-file.ts'

/** The members' page: one document, one script, one style sheet, and what makes pictures; all but the first by their hash. */
export async function buildDeskPage(): Promise<PageFile[]> {
  const avif = named('avif', 'wasm', 'application/wasm', await readEncoder())
  const worker = await bundled('./page/newsroom/picture-worker.ts', 'pictures', SCRIPT, {
    POSTERN_AVIF: avif.path,
  })
  const frame = await buildFrame()
  const script = await bundled('./page/desk.ts', 'desk', SCRIPT, {
    POSTERN_PICTURE_WORKER: worker.path,
    POSTERN_LOOK_FRAME: frame.path,
    POSTERN_VERIFY_GUIDE: await readVerifier('VERIFY.md'),
    POSTERN_VERIFY_PROGRAM: await readVerifier('verify.py'),
  })
  const style = await bundled('./page/desk.css', 'desk', STYLE)
  const html = documentOf(script.path, style.path)
  const page = { path: '/', contentType: 'text/html; charset=utf-8', bytes: utf8(html).slice() }
  return [page, script, style, frame, worker, avif]
}

interface Kind {
  readonly ending: string
  readonly type: string
}

const SCRIPT: Kind = { ending: 'js', type: 'text/javascript; charset=utf-8' }
const STYLE: Kind = { ending: 'css', type: 'text/css; charset=utf-8' }

async function bundled(
  entry: string,
  name: string,
  { ending, type }: Kind,
  constants: Readonly<Record<string, string>> = {},
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
    define: Object.fromEntries(
      Object.entries(constants).map(([constant, text]) => [constant, JSON.stringify(text)]),
    ),
  })
  return named(name, ending, type, new Uint8Array(outputFiles[0]?.contents ?? []))
}

/** The frame for papers: one document with its script in it, which its policy names by its hash. */
async function buildFrame(): Promise<PageFile> {
  const { bytes } = await bundled('./page/look/frame.ts', 'look', SCRIPT)
  const script = fromUtf8(bytes).replaceAll('</script', String.raw`<\/script`)
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}'`
  const html = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<title>Paper</title>
<script type="module">${script}</script>
`
  return named('look', 'html', 'text/html; charset=utf-8', utf8(html).slice())
}

/** The encoder of AVIF, as its package has it: browsers have none of their own. */
async function readEncoder(): Promise<Uint8Array<ArrayBuffer>> {
  const path = import.meta.resolve('@jsquash/avif/codec/enc/avif_enc.wasm')
  return new Uint8Array(await readFile(fileURLToPath(path)))
}

/** What an export takes with it, as it lies in the package of evidence. */
async function readVerifier(name: string): Promise<string> {
  const path = import.meta.resolve(`@postern/evidence/verify/${name}`)
  return await readFile(fileURLToPath(path), 'utf8')
}

function named(
  name: string,
  ending: string,
  contentType: string,
  bytes: Uint8Array<ArrayBuffer>,
): PageFile {
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
