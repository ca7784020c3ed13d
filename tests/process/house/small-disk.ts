import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const PIECE = new Uint8Array(4_096).fill(1)

/** Whether this machine lets the test mount a disk of its own: it wants root. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'postern-mount-'))
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder)
    run('umount', folder)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A disk of a few megabytes in the place of a folder, with what the folder held. */
export class SmallDisk {
  readonly folder: string
  readonly #filler: string

  constructor(folder: string, megabytes: number) {
    const held = `${folder}.held`
    cpSync(folder, held, { recursive: true })
    mkdirSync(folder, { recursive: true })
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', folder)
    onTestFinished(() => run('umount', '--lazy', folder))
    cpSync(held, folder, { recursive: true })
    this.folder = folder
    this.#filler = join(folder, 'filler')
  }

  /** Takes all the room there is, and again whatever is let go of meanwhile. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'a')
    try {
      for (;;) await file.write(PIECE)
    } catch {
      await file.close()
    }
  }

  async free(): Promise<void> {
    await rm(this.#filler)
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder)
    return bavail * bsize
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'ignore' })
}
