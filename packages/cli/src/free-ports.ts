import { createServer } from 'node:net'
import { PosternError } from '@postern/protocol/error'
import { allPorts, HOST, type Ports } from './ports.ts'

/** Throws PosternError 'port-taken' with the first port that something else has. */
export async function requireFreePorts(ports: Ports): Promise<void> {
  const free = await Promise.all(allPorts(ports).map((port) => isFree(port)))
  const taken = allPorts(ports).find((_, at) => free[at] === false)
  if (taken === undefined) return
  throw new PosternError(
    'port-taken',
    `Port ${taken} on ${HOST} is already in use: stop what uses it, or choose others with --port ${ports.front + 100}.`,
  )
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((done) => {
    server.once('error', () => done(false))
    server.listen(port, HOST, () => server.close(() => done(true)))
  })
}
