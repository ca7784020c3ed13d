import { join, resolve } from 'node:path'
import { openClosedNewsroom } from '@postern/desk'
import { type Env, PosternError } from '@postern/protocol'
import { type ImportTally, importWxr, instantOf, openWxrFile, readWxr } from '@postern/site'
import { askControl } from './control.ts'
import { halfMade, stateOf } from './data-folder.ts'
import type { Say } from './say.ts'

/** A line so often while it goes on. */
const TELL_MS = 2_000
const REFUSED_SHOWN = 20

/** `postern import-wxr`. PosternError 'bad-usage' or 'half-made'. */
export async function importCommand(
  env: Env,
  { file, language, data }: { file: string; language: string; data: string },
  say: Say,
): Promise<void> {
  const folder = resolve(data)
  if ((await stateOf(folder)) !== 'whole') throw halfMade(folder)
  if ((await askControl(folder)) !== null)
    throw new PosternError('bad-usage', 'Postern runs: stop it first, import, and start it again.')
  const exported = await openWxrFile(file)
  const newsroom = await openClosedNewsroom(join(folder, 'desk'), env.suite)
  let toldMs = env.nowMs()
  const tell = ({ stories, drafts, there, letters }: ImportTally): void => {
    if (env.nowMs() - toldMs < TELL_MS) return
    toldMs = env.nowMs()
    const percent = Math.round(100 * exported.share())
    say.line(`  ${percent} %: ${stories + drafts + there} stories, ${letters} letters`)
  }
  try {
    const target = {
      store: newsroom.records,
      print: (printed: Parameters<typeof newsroom.letters.printImported>[0]) =>
        newsroom.letters.printImported(printed),
    }
    const options = { language, by: 'postern import-wxr', at: instantOf(env.nowMs()) }
    sayTally(say, await importWxr(readWxr(exported.chunks), target, options, tell))
  } finally {
    await newsroom.close()
  }
}

function sayTally(say: Say, tally: ImportTally): void {
  const { stories, drafts, there, letters, unprinted, otherItems, leftOut, refused } = tally
  say.title('Imported.')
  say.fact('Stories', `${stories} public, ${drafts} not`)
  if (there > 0) say.fact('Already here', `${there}, left as they are`)
  say.fact(
    'Letters',
    `${letters}; ${unprinted} comments stayed behind: not approved, empty, or pings`,
  )
  if (leftOut > 0) say.fact('Left out', `${leftOut} pictures and frames inside of texts`)
  if (otherItems > 0) say.fact('Not taken', `${otherItems} pages, pictures and other items`)
  for (const { title, why } of refused.slice(0, REFUSED_SHOWN)) say.warn(`“${title}”: ${why}`)
  if (refused.length > 0) say.warn(`${refused.length} posts were not taken.`)
  say.line('Their pages are made at the next start.')
  say.result({ event: 'imported', ...tally })
}
