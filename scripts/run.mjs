// node scripts/run.mjs ENTRY.ts [arguments]: runs an entry under the packaged Node.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { ensureInstalled, NODE, ROOT, stop } from './install.mjs'

const [entry, ...rest] = process.argv.slice(2)
if (entry === undefined) stop('Name the file to run: node scripts/run.mjs ENTRY.ts')
ensureInstalled()
const child = spawn(NODE, [resolve(ROOT, entry), ...rest], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
