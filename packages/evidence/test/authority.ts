import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '@postern/protocol'

const CONFIG = `
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = Time-stamping authority of these tests
[ root ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[ stamper ]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = here
[ here ]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./stamper.pem
certs = ./root.pem
signer_key = ./stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

/** A time-stamping authority of OpenSSL's, in a folder of its own. (RFC 3161) */
export class Authority {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
    writeFileSync(join(folder, 'serial'), '01\n')
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650']
    this.#run(
      'req',
      '-x509',
      '-config',
      'tsa.cnf',
      '-extensions',
      'root',
      ...key,
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
    )
    this.#run(
      'req',
      '-config',
      'tsa.cnf',
      ...key.slice(0, 5),
      '-keyout',
      'stamper.key',
      '-out',
      'stamper.csr',
    )
    const signed = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '3650']
    this.#run(
      'x509',
      '-req',
      '-in',
      'stamper.csr',
      ...signed,
      '-extfile',
      'tsa.cnf',
      '-extensions',
      'stamper',
      '-out',
      'stamper.pem',
    )
  }

  /** Its root certificate, PEM. */
  get certificate(): string {
    return readFileSync(join(this.#folder, 'root.pem'), 'utf8')
  }

  /** The request that OpenSSL makes for this hash, DER. */
  query(root: Uint8Array): Uint8Array {
    this.#run(
      'ts',
      '-query',
      '-digest',
      toHex(root),
      '-sha256',
      '-cert',
      '-no_nonce',
      '-out',
      'query.tsq',
    )
    return readFileSync(join(this.#folder, 'query.tsq'))
  }

  /** The whole answer to a request, DER. */
  answer(query: Uint8Array): Uint8Array {
    writeFileSync(join(this.#folder, 'asked.tsq'), query)
    this.#run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'asked.tsq', '-out', 'answer.tsr')
    return readFileSync(join(this.#folder, 'answer.tsr'))
  }

  stamp(root: Uint8Array): Uint8Array {
    return this.answer(this.query(root))
  }

  #run(...words: readonly string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
}
