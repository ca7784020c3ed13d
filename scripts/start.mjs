// npm start: installs what is missing, then runs the whole rehearsal on this machine.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, NODE, ROOT } from './install.mjs'

ensureInstalled()
const entry = join(ROOT, 'packages', 'cli', 'src', 'main.ts')
const child = spawn(NODE, [entry, 'up', ...process.argv.slice(2)], { stdio: 'inherit' })
// A terminal sends Ctrl-C to both of us; a second one means nothing to "up", so pass it on.
process.on('SIGINT', () => child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
process.on('SIGHUP', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
