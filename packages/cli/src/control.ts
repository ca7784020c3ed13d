import { createHash } from 'node:crypto'
import { connect, createServer, type Server } from 'node:net'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { PartStatus } from './supervised.ts'

/** What a running `postern up` says of itself. */
export interface UpStatus {
  pid: number
  firstPort: number
  clockOffsetMs: number
  processes: PartStatus[]
}

const form: z.ZodType<UpStatus> = z.object({
  pid: z.int(),
  firstPort: z.int(),
  clockOffsetMs: z.int(),
  processes: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['starting', 'running', 'waiting', 'stopping', 'stopped']),
      pid: z.int().nullable(),
      restarts: z.int(),
    }),
  ),
})

const ANSWER_MS = 2_000

/**
 * The address at which the `up` of a data folder can be asked, on this machine alone. A Linux
 * abstract socket: it ends with its process, so nothing is left over that could be stale.
 */
function addressOf(folder: string): string {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32)
  return `\0postern-${name}`
}

/** Answers every connection with the status; null when another `up` has this folder. */
export async function openControl(folder: string, status: () => UpStatus): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(JSON.stringify(status()))
  })
  return await new Promise((done) => {
    server.once('error', () => done(null))
    server.listen(addressOf(folder), () => done(server))
  })
}

/** What the `up` of this folder says; null when none runs. */
export async function askControl(folder: string): Promise<UpStatus | null> {
  const socket = connect(addressOf(folder))
  socket.setTimeout(ANSWER_MS, () => socket.destroy())
  try {
    return form.parse(JSON.parse(await text(socket)))
  } catch {
    return null
  }
}
