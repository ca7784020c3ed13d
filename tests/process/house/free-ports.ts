import { createServer } from 'node:net'

/** What one system takes from its first port on (packages/cli/src/ports.ts). */
const TAKEN = [0, 1, 2, 3, 4, 5, 6, 10]
/** Below those that the kernel gives to connections: one of them must not take what a killed process had. */
const LOWEST = 11_000
const STEP = 20
const TRIES = 400

/** A first port whose whole run is free now; where the search begins differs by process. */
export async function freeFirstPort(): Promise<number> {
  const start = process.pid % TRIES
  for (let tries = 0; tries < TRIES; tries++) {
    const first = LOWEST + ((start + tries) % TRIES) * STEP
    const free = await Promise.all(TAKEN.map((offset) => isFree(first + offset)))
    if (free.every(Boolean)) return first
  }
  throw new Error('no free ports on this machine')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((done) => {
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
