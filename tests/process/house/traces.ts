import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Some bytes that a process left, and where. */
export interface Trace {
  readonly where: string
  readonly bytes: Uint8Array
}

/**
 * Every file below a folder as it lies there, write-ahead logs and temporary files included, and
 * every value of every table: in the file a long one is cut up into pages.
 */
export async function* tracesIn(folder: string): AsyncGenerator<Trace> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const where = join(entry.parentPath, entry.name)
    const bytes = await readFile(where).catch(() => null)
    if (bytes === null) continue
    yield { where: `name of ${where}`, bytes: Buffer.from(where.slice(folder.length)) }
    yield { where, bytes }
    if (where.endsWith('.sqlite')) yield* valuesIn(where)
  }
}

function* valuesIn(path: string): Generator<Trace> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${String(name)}"`).iterate()
      for (const row of rows) yield* cellsOf(`${path}, table ${String(name)}`, row)
    }
  } finally {
    database.close()
  }
}

function* cellsOf(where: string, row: Record<string, unknown>): Generator<Trace> {
  for (const value of Object.values(row)) {
    const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value))
    yield { where, bytes }
  }
}
