import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { authorityPorts } from './torrc.ts'

const run = promisify(execFile)

/** A directory authority with its keys in its folder, and the line by which all others know it. */
export interface TorIdentity {
  readonly name: string
  readonly ports: { readonly or: number; readonly directory: number }
  readonly line: string
}

export async function makeIdentity(folder: string, name: string, at: number): Promise<TorIdentity> {
  const ports = authorityPorts(at)
  const keys = join(folder, 'keys')
  await mkdir(keys, { recursive: true, mode: 0o700 })
  const certify = `echo pw | tor-gencert --create-identity-key --passphrase-fd 0 -m 12 -a 127.0.0.1:${ports.directory}`
  await run('sh', ['-c', certify], { cwd: keys })
  const certificate = await readFile(join(keys, 'authority_certificate'), 'utf8')
  const vote = /^fingerprint (\w+)$/m.exec(certificate)?.[1] ?? ''
  const print = ['--list-fingerprint', '--orport', '1', '--datadirectory', folder]
  const words = ['--hush', '--ignore-missing-torrc', '-f', '/nonexistent', '--Nickname', name]
  const { stdout } = await run('tor', [...words, ...print])
  const relay = new RegExp(`^${name} (.+)$`, 'm').exec(stdout)?.[1]?.replaceAll(' ', '') ?? ''
  const flags = `orport=${ports.or} no-v2 v3ident=${vote}`
  return {
    name,
    ports,
    line: `DirAuthority ${name} ${flags} 127.0.0.1:${ports.directory} ${relay}`,
  }
}
