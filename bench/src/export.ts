import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { CaseFile, type ItemTaken } from '@postern/casework'
import { caseBag, sealedBag } from '@postern/evidence'
import { seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'

const ITEMS = 10
const GIB = 2 ** 30
const PIECE_BYTES = 2 ** 20
const MIB = 2 ** 20
const SAMPLE_MS = 250

/** What an export costs, beside age's own program on as many bytes. */
export interface ExportFigures {
  readonly bytes: number
  readonly mebibytesPerSecond: number
  readonly ageMebibytesPerSecond: number
  readonly ofAge: number
  /** Of the whole process over what it had before, at its highest. */
  readonly mebibytesMore: number
}

/** A case of ten items of 1 GiB each, as it leaves, by this machine's Node. */
export async function exportFigures(
  seed: string,
  say: (line: string) => void,
): Promise<ExportFigures> {
  const env = seededEnv(seed, nativeSuite)
  const piece = env.random(PIECE_BYTES)
  const content = new CaseFile()
  for (let n = 0; n < ITEMS; n++) {
    const item = env.random(16)
    const facts: ItemTaken = {
      kind: 'item-taken',
      item,
      report: new Uint8Array(16),
      name: `film ${n}.mp4`,
      mediaType: 'video/mp4',
      bytes: GIB,
      sha256: new Uint8Array(32),
      copy: 'sealed-for-two',
    }
    content.items.set(`${n}`, { facts, author: new Uint8Array(32), atMs: 0 })
  }
  const leaving = {
    reference: 'bench',
    content,
    organisation: env.random(16),
    desk: env.random(16),
    compartment: env.random(16),
    nameOf: () => 'bench',
    reason: 'bench',
    atMs: env.nowMs(),
    open: async () => pieces(piece, GIB),
  }
  const [, recipient = ''] =
    /public key: (\S+)/u.exec(
      execFileSync('age-keygen', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ) ?? []
  const before = process.memoryUsage.rss()
  let highest = before
  const sampling = setInterval(
    () => (highest = Math.max(highest, process.memoryUsage.rss())),
    SAMPLE_MS,
  )
  const begun = performance.now()
  const files = caseBag(
    nativeSuite,
    leaving,
    { guide: '', program: '', authority: '' },
    () => undefined,
  )
  let bytes = 0
  for await (const sealed of await sealedBag('bench', files, [recipient], leaving.atMs))
    bytes += sealed.length
  const seconds = (performance.now() - begun) / 1_000
  clearInterval(sampling)
  const mebibytesPerSecond = bytes / MIB / seconds
  say(`  export of ${(bytes / GIB).toFixed(1)} GiB: ${mebibytesPerSecond.toFixed(0)} MiB/s`)
  const ageMebibytesPerSecond = await ageAlone(piece, recipient)
  say(`  age's own program: ${ageMebibytesPerSecond.toFixed(0)} MiB/s`)
  const mebibytesMore = (highest - before) / MIB
  say(`  memory over what there was: ${mebibytesMore.toFixed(0)} MiB at its highest`)
  const ofAge = mebibytesPerSecond / ageMebibytesPerSecond
  return { bytes, mebibytesPerSecond, ageMebibytesPerSecond, ofAge, mebibytesMore }
}

async function* pieces(piece: Uint8Array, bytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes; at += piece.length) yield piece
}

/** One GiB through a pipe. */
async function ageAlone(piece: Uint8Array, recipient: string): Promise<number> {
  const age = spawn('age', ['-r', recipient, '-o', '/dev/null'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const begun = performance.now()
  for await (const one of pieces(piece, GIB))
    if (!age.stdin.write(one)) await once(age.stdin, 'drain')
  age.stdin.end()
  await once(age, 'exit')
  return GIB / MIB / ((performance.now() - begun) / 1_000)
}
