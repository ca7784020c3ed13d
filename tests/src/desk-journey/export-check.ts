import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** A key pair of age's own program: its file, and its public half. */
export function newRecipient(folder: string): { readonly identity: string; readonly key: string } {
  const keys = execFileSync('age-keygen', [], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const identity = join(folder, 'recipient.txt')
  writeFileSync(identity, keys)
  return { identity, key: /public key: (\S+)/u.exec(keys)?.[1] ?? '' }
}

const UNZIP = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])'

/** Opens a sealed export with age and Python alone; gives the one folder in it. */
export function openExport(sealed: string, identity: string, folder: string): string {
  const zip = join(folder, 'opened.zip')
  execFileSync('age', ['-d', '-i', identity, '-o', zip, sealed])
  const into = join(folder, 'opened')
  execFileSync('python3', ['-c', UNZIP, zip, into])
  const [name, ...more] = readdirSync(into)
  if (name === undefined || more.length > 0) throw new Error('an export is one folder')
  return join(into, name)
}

/** Empty when the folder is a valid bag; else what is wrong with it. (RFC 8493, section 3) */
export function faultsOfBag(bag: string): string[] {
  const text = (name: string): string => readFileSync(join(bag, name), 'utf8')
  const declared = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
  const payload = manifestOf(text('manifest-sha256.txt'))
  const tags = manifestOf(text('tagmanifest-sha256.txt'))
  const files = readdirSync(bag, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(bag, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const changed = [...payload, ...tags].filter(
    ([path, hash]) => !files.includes(path) || sha256(join(bag, path)) !== hash,
  )
  const unlisted = files.filter((path) => path.startsWith('data/') && !payload.has(path))
  const octets = [...payload.keys()].reduce(
    (sum, path) => sum + readFileSync(join(bag, path)).length,
    0,
  )
  const oxum = `Payload-Oxum: ${octets}.${payload.size}\n`
  return [
    ...(text('bagit.txt') === declared ? [] : ['bagit.txt declares no bag']),
    ...changed.map(([path]) => `${path} is not as the manifest has it`),
    ...unlisted.map((path) => `${path} is in no manifest`),
    ...(text('bag-info.txt').includes(oxum) ? [] : ['Payload-Oxum is wrong']),
    ...['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'verify.py', 'VERIFY.md']
      .filter((name) => !tags.has(name))
      .map((name) => `${name} is in no tag manifest`),
  ]
}

function manifestOf(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** What the program in the export says, and whether it is content. */
export function runVerifier(bag: string): { readonly holds: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('python3', ['verify.py'], {
    cwd: bag,
    encoding: 'utf8',
  })
  return { holds: status === 0, said: stdout + stderr }
}

/** Runs the OpenSSL commands that the program prints; gives how many stamps there are, and how many OpenSSL verifies. */
export function verifyStamps(
  bag: string,
  said: string,
): { readonly all: number; readonly right: number } {
  const commands = [...said.matchAll(/(openssl ts -verify .*) \\\n\s+(.*)/gu)]
  const right = commands.filter(([, one = '', two = '']) => {
    const { stdout, stderr } = spawnSync('sh', ['-c', `${one} ${two}`], {
      cwd: bag,
      encoding: 'utf8',
    })
    return `${stdout}${stderr}`.includes('Verification: OK')
  })
  return { all: commands.length, right: right.length }
}
