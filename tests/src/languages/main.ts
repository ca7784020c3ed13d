/** `npm run language`: says what each language lacks. `npm run language -- add xx`: begins a new one. */
import { resolve } from 'node:path'
import { addLanguage, nextSteps } from './add-language.ts'
import { readCatalogues } from './catalogues.ts'
import { lackingMessages, lackingText } from './lacking.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const [act, tag, ...rest] = process.argv.slice(2)

if (act === undefined) await list()
else if (act === 'add' && tag !== undefined && rest.length === 0) await add(tag)
else
  refuse(
    'npm run language            says what each language lacks\nnpm run language -- add xx  begins a new language',
  )

async function list(): Promise<void> {
  const lacking = lackingMessages(await readCatalogues(ROOT))
  process.stdout.write(`${lackingText(lacking)}\n`)
  if (lacking.some(({ lacks }) => lacks.length > 0)) process.exitCode = 1
}

async function add(language: string): Promise<void> {
  try {
    const written = await addLanguage(ROOT, language)
    process.stdout.write(`${written.map((path) => `  ${path}\n`).join('')}${nextSteps(language)}\n`)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    refuse(error.message)
  }
}

function refuse(words: string): void {
  process.stderr.write(`${words}\n`)
  process.exitCode = 1
}
