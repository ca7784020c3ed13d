import { unframed } from './leveldb-log.ts'
import {
  databaseFiles,
  entropyOf,
  pointsIn,
  type ProfileImage,
  sameShare,
  vaultIn,
} from './profile-image.ts'

/**
 * What an adversary reads off the images of one profile, coarse enough to be alike whenever nothing
 * sets two profiles apart: each entry is one that a broken twin would change.
 */
export function shapeOf(images: readonly ProfileImage[]): string[] {
  return images.flatMap((image, at) => {
    const vault = vaultIn(image)
    const before = at === 0 ? null : vaultIn(images[at - 1] ?? new Map())
    return [
      `databases ${databasesOf(image).join(' ')}`,
      `vault ${vault === null ? 'none' : `${pointsIn(vault)} points, ${isRandom(vault) ? 'random' : 'ordered'}`}`,
      `since the image before ${vault && before ? (isChance(sameShare(vault, before)) ? 'all new' : 'partly the same') : '-'}`,
    ]
  })
}

/** Numbers for the trained distinguisher: sizes and counts that browsers vary by themselves. */
export function numbersOf(images: readonly ProfileImage[]): number[] {
  return images.flatMap((image, at) => {
    const files = databaseFiles(image)
    const before = new Map(at === 0 ? [] : databaseFiles(images[at - 1] ?? new Map()))
    const sizes = (ending: RegExp): number =>
      files.filter(([path]) => ending.test(path)).reduce((sum, [, { length }]) => sum + length, 0)
    const changed = files.filter(
      ([path, bytes]) => !Buffer.from(bytes).equals(before.get(path) ?? new Uint8Array()),
    )
    return [files.length, sizes(/\.log$/), sizes(/\.ldb$/), sizes(/./), changed.length, image.size]
  })
}

/** The best single threshold on one number, learnt from labelled profiles. (a decision stump) */
export function train(
  profiles: readonly { readonly numbers: readonly number[]; readonly used: boolean }[],
): (numbers: readonly number[]) => boolean {
  let best = { right: -1, guess: (numbers: readonly number[]): boolean => numbers.length < 0 }
  for (const [feature] of (profiles[0]?.numbers ?? []).entries())
    for (const { numbers } of profiles)
      for (const above of [true, false]) {
        const guess = (seen: readonly number[]): boolean =>
          (seen[feature] ?? 0) > (numbers[feature] ?? 0) === above
        const right = profiles.filter((one) => guess(one.numbers) === one.used).length
        if (right > best.right) best = { right, guess }
      }
  return best.guess
}

/**
 * The names that stand in the databases' files, as the platform writes them: UTF-16, big end first. Once
 * its log is sorted into tables a name that begins as the one before it stands there by its end alone.
 */
function databasesOf(image: ProfileImage): string[] {
  const files = databaseFiles(image).map(([path, bytes]) =>
    path.endsWith('.log') ? unframed(bytes) : Buffer.from(bytes),
  )
  const stands = (end: string): boolean =>
    files.some((file) => file.includes(Buffer.from(end, 'utf16le').swap16()))
  return ['-outbox', 'postern'].filter(stands)
}

function isRandom(bytes: Uint8Array): boolean {
  return entropyOf(bytes) > 7.99
}

function isChance(share: number): boolean {
  return Math.abs(share - 1 / 256) < 0.001
}
