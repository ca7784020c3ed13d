import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Daemon, run } from './command.ts'
import type { Certificate } from './certificate.ts'

const MANUAL = fileURLToPath(new URL('../../../docs/operate.md', import.meta.url))
const BLOCK = /^```nginx\n([^]*?)^```$/m

/** Where things are here, in place of where the manual's operator has them. */
interface Places {
  readonly certificate: Certificate
  readonly listenPort: number
  readonly frontPort: number
}

/**
 * nginx before the front, with the very configuration of docs/operate.md. Only names, ports and files
 * are this machine's; and the front is told the host and the lane, for the log of this game alone.
 */
export class Terminator {
  readonly #nginx: Daemon

  private constructor(nginx: Daemon) {
    this.#nginx = nginx
  }

  static async start(folder: string, places: Places): Promise<Terminator> {
    const site = join(folder, 'postern.conf')
    const main = join(folder, 'nginx.conf')
    await writeFile(site, atHome(await manualBlock(), places))
    await writeFile(main, mainFile(folder, site))
    await run('nginx', '-t', '-q', '-p', folder, '-c', main)
    return new Terminator(new Daemon('chrt', ['-f', '10', 'nginx', '-p', folder, '-c', main]))
  }

  async stop(): Promise<void> {
    await this.#nginx.stop()
  }
}

async function manualBlock(): Promise<string> {
  const block = BLOCK.exec(await readFile(MANUAL, 'utf8'))?.[1]
  if (block === undefined) throw new Error('docs/operate.md no longer says how to set up nginx')
  return block
}

function atHome(block: string, { certificate, listenPort, frontPort }: Places): string {
  const told = 'proxy_set_header Connection "";'
  return [
    ['server 127.0.0.1:8000;', `server 127.0.0.1:${frontPort};`],
    ['listen 443 ssl', `listen ${listenPort} ssl`],
    ['server_name paper.example;', 'server_name _;'],
    ['/etc/ssl/paper.example.pem', certificate.certificate],
    ['/etc/ssl/private/paper.example.key', certificate.key],
    [told, `${told} proxy_set_header Host $host; proxy_set_header X-Lane $remote_addr;`],
  ].reduce((text, [from = '', to = '']) => {
    if (!text.includes(from)) throw new Error(`docs/operate.md no longer says "${from}"`)
    return text.replaceAll(from, to)
  }, block)
}

function mainFile(folder: string, site: string): string {
  return `daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'nginx-start.log')};
events {}
http {
  include ${site};
}
`
}
