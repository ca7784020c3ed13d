import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { freshFolder } from './fresh-folder.ts'

/** Whether this machine lets the test mount a file: it wants root and loop devices. */
export function mayMount(): boolean {
  try {
    run('losetup', '--find')
    run('mkfs.ext4', '-V')
    return process.getuid?.() === 0
  } catch {
    return false
  }
}

/** A small ext4 file system in a file, mounted at `folder`, whose power can be cut. */
export class Ext4Image {
  readonly folder: string
  readonly #image: string
  #cuts = 0

  private constructor(image: string, folder: string) {
    this.#image = image
    this.folder = folder
  }

  static async mounted(): Promise<Ext4Image> {
    const base = await freshFolder()
    const [image, folder] = [join(base, 'disk.img'), join(base, 'disk')]
    run('truncate', '-s', '48M', image)
    run('mkfs.ext4', '-q', image)
    return new Ext4Image(image, mount(image, folder))
  }

  /** What the disk holds at this instant, mounted elsewhere: unsynced writes are not on it. */
  afterPowerCut(): string {
    const copy = `${this.#image}.${this.#cuts++}`
    run('cp', '--sparse=always', this.#image, copy)
    return mount(copy, `${copy}.mounted`)
  }
}

function mount(image: string, folder: string): string {
  mkdirSync(folder)
  run('mount', '-o', 'loop', image, folder)
  onTestFinished(() => run('umount', '--lazy', folder))
  return folder
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'ignore' })
}
