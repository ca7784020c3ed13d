import { connect } from 'node:net'

/** Sends these bytes and gives back all that comes until the server closes. */
export function rawHttp(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => void socket.write(sent, 'latin1'))
    let received = ''
    socket.on('data', (part: Buffer) => (received += part.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
  })
}
