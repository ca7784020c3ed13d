import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PosternError } from '@postern/protocol/error'
import { askControl } from './control.ts'
import { frontAddress, portsFrom } from './ports.ts'
import type { Say } from './say.ts'
import type { PartStatus } from './supervised.ts'

/** How the processes of a data folder are. PosternError 'unreachable' when none runs. */
export async function status(data: string, say: Say): Promise<void> {
  const folder = resolve(data)
  const found = await askControl(folder)
  if (found === null)
    throw new PosternError('unreachable', `Postern does not run with the data folder ${folder}.`)
  const processes = await Promise.all(found.processes.map((part) => withMemory(part)))
  say.title(`Postern runs at ${frontAddress(portsFrom(found.firstPort))}.`)
  for (const part of processes) say.fact(part.name, stateLine(part))
  say.result({ ...found, processes })
}

interface MeasuredPart extends PartStatus {
  /** Its share of memory in MB, null when it does not run. */
  readonly memoryMB: number | null
}

async function withMemory(part: PartStatus): Promise<MeasuredPart> {
  return { ...part, memoryMB: part.pid === null ? null : await memoryOf(part.pid) }
}

/** Proportional set size: pages that several processes share count once in all. */
async function memoryOf(pid: number): Promise<number | null> {
  try {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
    const kiB = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1])
    return Math.round((kiB * 1_024) / 1_000_000)
  } catch {
    return null
  }
}

function stateLine({ state, pid, restarts, memoryMB }: MeasuredPart): string {
  const parts = [state.padEnd(8), pid === null ? '' : `process ${pid}`]
  if (memoryMB !== null) parts.push(`${memoryMB} MB`)
  if (restarts > 0) parts.push(`restarted ${restarts} times`)
  return parts.filter((text) => text !== '').join(', ')
}
