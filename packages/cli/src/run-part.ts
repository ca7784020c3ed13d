import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { makePart, type PartRole } from './part.ts'

/**
 * Runs one process in the foreground, under the permission model, for who supervises it himself
 * (systemd, a container). Ends with its exit code.
 */
export async function runPart(role: PartRole, folder: string): Promise<never> {
  const { nodeArguments } = makePart(role, resolve(folder))
  const env = { NODE_NO_WARNINGS: '1' }
  const child = spawn(process.execPath, nodeArguments, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  }
  return await new Promise(() => {
    child.once('exit', (code, signal) =>
      process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  })
}
