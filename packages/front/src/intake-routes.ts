import { CELL_BYTES, PosternError } from '@postern/protocol'
import type { Intake } from './intake.ts'

/** Says which index to ask from next. */
const NEXT_HEADER = 'postern-next'
/** 64 MiB in one answer at most. */
const MOST_CELLS_A_PULL = 4_096

const ROUTE = /^\/intake\/(\d{1,10})$/

/**
 * `GET /intake/<epoch>?from=<index>&max=<cells>&done=<index>`, for mix 1 alone (M1): the cells
 * from that index, and in `postern-next` where to go on. Only `done` gives leave to trim: what
 * was read is not done with before the batch it went into is committed (M8), and mix 1 reads a
 * batch in several pulls. 409 when `from` is past the end.
 */
export async function answerIntake(log: Intake, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const epoch = ROUTE.exec(url.pathname)?.[1]
  if (request.method !== 'GET' || epoch === undefined) return new Response(null, { status: 404 })
  const [from, max, done] = ['from', 'max', 'done'].map((name) => indexOf(url, name))
  if (from === undefined || max === undefined || done === undefined) {
    return new Response(null, { status: 400 })
  }
  if (done > 0) await log.acknowledge(Number(epoch), done)
  return await readPart(log, Number(epoch), from, Math.min(max, MOST_CELLS_A_PULL))
}

async function readPart(log: Intake, epoch: number, from: number, max: number) {
  try {
    const part = await log.read(epoch, from, max)
    const next = part.from + part.cells.length / CELL_BYTES
    return new Response(part.cells.slice(), { headers: { [NEXT_HEADER]: String(next) } })
  } catch (error) {
    if (error instanceof PosternError && error.code === 'index-ahead') {
      return new Response(null, { status: 409 })
    }
    throw error
  }
}

/** A parameter as a count; 0 when it is not there, undefined when it is no count. */
function indexOf(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name) ?? '0'
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined
}
