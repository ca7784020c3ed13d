import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './command.ts'

/** What the terminator shows, and by what a browser that was told so takes it. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
  /** SHA-256 of the public key, base64: Chromium's own name for it. */
  readonly pin: string
}

/** A certificate of this run, for every host of it. */
export async function makeCertificate(
  folder: string,
  hosts: readonly string[],
): Promise<Certificate> {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const names = hosts.map((host) => `DNS:${host}`).join(',')
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const subject = ['-days', '30', '-subj', '/CN=paper', '-addext', `subjectAltName=${names}`]
  await run('openssl', 'req', ...kind, '-keyout', key, '-out', certificate, ...subject)
  const { publicKey } = new X509Certificate(await readFile(certificate))
  const der = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  })
  return { certificate, key, pin: createHash('sha256').update(der).digest('base64') }
}
