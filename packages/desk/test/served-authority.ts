import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Authority } from '../../evidence/test/authority.ts'

/** An authority of OpenSSL's behind HTTP, as the internet's are. */
export class ServedAuthority {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'postern-authority-'))
  readonly authority: Authority = new Authority(this.folder)
  /** What it was asked, in order. */
  readonly asked: Uint8Array[] = []
  answers: 'rightly' | 'junk' | 'nothing' = 'rightly'
  readonly #server: Server = createServer((request, response) => {
    void buffer(request).then((query) => {
      this.asked.push(query)
      if (this.answers === 'nothing') return response.writeHead(503).end()
      const answer = this.answers === 'junk' ? Buffer.alloc(900) : this.authority.answer(query)
      return response.end(answer)
    })
  })

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
  }

  get config(): { url: string; certificates: string } {
    const address = this.#server.address()
    const port = typeof address === 'object' ? address?.port : 0
    return { url: `http://127.0.0.1:${port}/`, certificates: this.authority.certificate }
  }

  stop(): void {
    this.#server.close()
    rmSync(this.folder, { recursive: true })
  }
}
