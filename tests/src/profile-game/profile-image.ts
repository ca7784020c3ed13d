import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { concat, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { renewVault, VAULT_BYTES } from '@postern/protocol/vault'

const ANY = seededEnv('any', portableSuite)

/** All that a seized folder says: each file by its path. */
export type ProfileImage = ReadonlyMap<string, Uint8Array>

export function takeImage(folder: string): ProfileImage {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return new Map(files.map((path) => [path.slice(folder.length + 1), readFileSync(path)]))
}

/** Files of the site's databases. */
export function databaseFiles(image: ProfileImage): [path: string, bytes: Uint8Array][] {
  return [...image].filter(([path]) => path.includes('IndexedDB'))
}

/** The newest vault: what the platform wraps around a value is a few bytes. */
export function vaultIn(image: ProfileImage): Uint8Array | null {
  const near = databaseFiles(image).filter(
    ([, bytes]) => bytes.length >= VAULT_BYTES && bytes.length < VAULT_BYTES + 128,
  )
  const newest = near.toSorted(([a], [b]) => a.localeCompare(b)).at(-1)?.[1]
  return newest ? unwrapped(newest) : null
}

/** The vault in a file: where it begins with points; a broken twin's is taken from the front. */
function unwrapped(file: Uint8Array): Uint8Array {
  const starts = Array.from({ length: file.length - VAULT_BYTES + 1 }, (_, at) => at)
  const begins = (at: number): boolean => pointsIn(file.subarray(at, at + VAULT_BYTES)) === 3
  const start = starts.find(begins) ?? 0
  return file.subarray(start, start + VAULT_BYTES)
}

/** Shannon entropy of the bytes, in bits a byte. */
export function entropyOf(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  return counts.reduce((sum, count) => {
    const share = count / bytes.length
    return count === 0 ? sum : sum - share * Math.log2(share)
  }, 0)
}

/** Share of places at which two vaults have the same byte: 1/256 for two that say nothing of each other. */
export function sameShare(a: Uint8Array, b: Uint8Array): number {
  let same = 0
  for (let at = 0; at < a.length; at += 1) if (a[at] === b[at]) same += 1
  return same / a.length
}

/** How many of P, Q and the head of the stream are points. */
export function pointsIn(vault: Uint8Array): number {
  return [0, 32, 64].filter((at) => isPoint(vault.subarray(at, at + 32))).length
}

/** A vault is renewed only when it begins with two points. */
function isPoint(bytes: Uint8Array): boolean {
  const rest = new Uint8Array(VAULT_BYTES - 64)
  return renewVault(ANY, concat(bytes, bytes, rest)) !== null
}
