// npm start: installs what is missing, then runs the whole rehearsal on this machine.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { CODE_CACHE, ensureInstalled, NODE, ROOT } from './install.mjs'

ensureInstalled()
const entry = join(ROOT, 'packages', 'cli', 'src', 'main.ts')
const args = [entry, 'up', ...process.argv.slice(2)]
const env = { ...process.env, NODE_COMPILE_CACHE: CODE_CACHE }
// Where Node can, "up" takes this process over: one less in memory, and signals reach it themselves.
if (process.execve) process.execve(NODE, [NODE, ...args], env)
const child = spawn(NODE, args, { stdio: 'inherit', env })
// A terminal sends Ctrl-C to both of us; a second one means nothing to "up", so pass it on.
process.on('SIGINT', () => child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
process.on('SIGHUP', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
