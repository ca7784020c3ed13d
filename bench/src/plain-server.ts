/** `node plain-server.ts <port> <file>`: one answer for every request, by `node:http` and nothing else. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port = '', path = ''] = process.argv.slice(2)
const told: { headers: Record<string, string>; body: string } = JSON.parse(
  readFileSync(path, 'utf8'),
)
const body = Buffer.from(told.body, 'base64')

createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
  const known = request.url === '/en/the-bridge-paid-for-twice/'
  response.writeHead(known ? 200 : 404, told.headers)
  response.end(known ? body : undefined)
}).listen(Number(port), '127.0.0.1')
