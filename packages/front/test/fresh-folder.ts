import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new folder that is gone when the process is. */
export function processFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-front-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A new folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-front-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
