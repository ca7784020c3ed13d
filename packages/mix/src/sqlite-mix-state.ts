import type { MixedOfDay, NoiseCounts } from '@postern/protocol'
import { type Database, openDatabase } from '@postern/runtime'
import type { BatchCommit, BatchRecord, Floor, MixState, StatementSignature } from './mix-state.ts'

/** `day` is a whole day of this mix's clock: counts of a day are published and signed (M10). */
const MIGRATIONS = [
  `CREATE TABLE batch (
     number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, firing_ms INTEGER NOT NULL,
     header_hash BLOB NOT NULL, file_hash BLOB NOT NULL,
     cells_in INTEGER NOT NULL, cells_refused INTEGER NOT NULL, items_out INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX batch_firing ON batch (firing_ms);
   CREATE TABLE opened (
     epoch INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (epoch, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE input_place (epoch INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
   CREATE TABLE input (number INTEGER PRIMARY KEY, header_hash BLOB NOT NULL) STRICT;
   CREATE TABLE noise (
     number INTEGER PRIMARY KEY, real INTEGER NOT NULL, cover INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE retired (epoch INTEGER PRIMARY KEY) STRICT;
   CREATE TABLE signature (
     number INTEGER PRIMARY KEY, payload_hash BLOB NOT NULL, signature BLOB NOT NULL
   ) STRICT;
   CREATE TABLE day_count (
     day INTEGER PRIMARY KEY, cells_in INTEGER NOT NULL,
     cells_refused INTEGER NOT NULL, items_out INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE floor (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     batch INTEGER NOT NULL, batch_seen INTEGER NOT NULL, epoch INTEGER NOT NULL
   ) STRICT;
   INSERT INTO floor VALUES (1, 0, 0, 0);`,
]

type Row = Record<string, unknown>

/** A MixState in one SQLite file; `synchronous = FULL`, so a commit is on disk on return. */
export class SqliteMixState implements MixState {
  readonly #database: Database

  constructor(path: string) {
    this.#database = openDatabase(path, MIGRATIONS)
  }

  async lastBatch(): Promise<BatchRecord | null> {
    return toBatch(this.#one('SELECT * FROM batch ORDER BY number DESC LIMIT 1'))
  }

  async batch(number: number): Promise<BatchRecord | null> {
    return toBatch(this.#one('SELECT * FROM batch WHERE number = ?', number))
  }

  async lastFiringMs(atMostMs: number): Promise<number | null> {
    const row = this.#one('SELECT max(firing_ms) AS ms FROM batch WHERE firing_ms <= ?', atMostMs)
    return row === null || row['ms'] === null ? null : Number(row['ms'])
  }

  async epochsFiredAt(firingMs: number): Promise<number[]> {
    const rows = this.#all('SELECT epoch FROM batch WHERE firing_ms = ? ORDER BY number', firingMs)
    return rows.map((row) => Number(row['epoch']))
  }

  async inputNext(epoch: number): Promise<number> {
    return Number(this.#one('SELECT next FROM input_place WHERE epoch = ?', epoch)?.['next'] ?? 0)
  }

  async admitInput(number: number, headerHash: Uint8Array): Promise<Uint8Array> {
    this.#run('INSERT OR IGNORE INTO input VALUES (?, ?)', number, headerHash)
    return (await this.admittedInput(number)) ?? headerHash
  }

  async admittedInput(number: number): Promise<Uint8Array | null> {
    const row = this.#one('SELECT header_hash FROM input WHERE number = ?', number)
    return row && bytesOf(row['header_hash'])
  }

  async keepNoise(number: number, drawn: NoiseCounts): Promise<NoiseCounts> {
    this.#run('INSERT OR IGNORE INTO noise VALUES (?, ?, ?)', number, drawn.real, drawn.cover)
    const row = this.#one('SELECT real, cover FROM noise WHERE number = ?', number)
    return { real: Number(row?.['real']), cover: Number(row?.['cover']) }
  }

  async seen(epoch: number, keys: readonly Uint8Array[]): Promise<boolean[]> {
    const known = this.#database.prepare('SELECT 1 FROM opened WHERE epoch = ? AND key = ?')
    return keys.map((key) => known.get(epoch, key) !== undefined)
  }

  async commit(batch: BatchCommit): Promise<void> {
    this.#database.transaction(() => {
      this.#followLast(batch.number)
      this.#addOpened(batch)
      this.#addBatch(batch)
      this.#run('INSERT OR REPLACE INTO input_place VALUES (?, ?)', batch.epoch, batch.inputNext)
      this.#run('DELETE FROM noise WHERE number = ?', batch.number)
      this.#addToDay(batch)
    })
  }

  async retireEpoch(epoch: number): Promise<void> {
    this.#database.transaction(() => {
      this.#run('INSERT OR IGNORE INTO retired VALUES (?)', epoch)
      this.#run('DELETE FROM opened WHERE epoch = ?', epoch)
      this.#run('DELETE FROM input_place WHERE epoch = ?', epoch)
    })
    this.#database.checkpoint()
  }

  async isRetired(epoch: number): Promise<boolean> {
    const { epoch: floor } = await this.floor()
    return epoch <= floor || this.#one('SELECT 1 FROM retired WHERE epoch = ?', epoch) !== null
  }

  async floor(): Promise<Floor> {
    const row = this.#one('SELECT * FROM floor')
    const [batch, batchSeen] = [Number(row?.['batch']), Number(row?.['batch_seen'])]
    return { batch, batchSeen, epoch: Number(row?.['epoch']) }
  }

  async startOver({ batch, batchSeen, epoch }: Floor): Promise<void> {
    this.#database.transaction(() => {
      this.#run('UPDATE floor SET batch = ?, batch_seen = ?, epoch = ?', batch, batchSeen, epoch)
      for (const table of ['batch', 'opened', 'input_place', 'input', 'noise'])
        this.#run(`DELETE FROM ${table}`)
    })
    this.#database.checkpoint()
  }

  async keepSignature(made: StatementSignature): Promise<StatementSignature> {
    const { number, payloadHash, signature } = made
    this.#run('INSERT OR IGNORE INTO signature VALUES (?, ?, ?)', number, payloadHash, signature)
    return (await this.signature(number)) ?? made
  }

  async signature(number: number): Promise<StatementSignature | null> {
    const row = this.#one('SELECT * FROM signature WHERE number = ?', number)
    if (row === null) return null
    const [payloadHash, signature] = [bytesOf(row['payload_hash']), bytesOf(row['signature'])]
    return { number, payloadHash, signature }
  }

  async signatureNumbers(from: number): Promise<number[]> {
    const rows = this.#all('SELECT number FROM signature WHERE number >= ? ORDER BY number', from)
    return rows.map((row) => Number(row['number']))
  }

  async dayCounts(most: number): Promise<MixedOfDay[]> {
    const rows = this.#all('SELECT * FROM day_count ORDER BY day DESC LIMIT ?', most)
    return rows.map((row) => ({ day: Number(row['day']), ...countsOf(row) }))
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  #followLast(number: number): void {
    const last = this.#one('SELECT max(number) AS number FROM batch')?.['number'] ?? null
    const before = Number(last ?? this.#one('SELECT batch FROM floor')?.['batch'])
    if ((last === null && before === 0) || number === before + 1) return
    throw new TypeError('mix state: batch numbers follow one another')
  }

  #addOpened({ epoch, opened }: BatchCommit): void {
    const add = this.#database.prepare('INSERT INTO opened VALUES (?, ?)')
    for (const key of opened) add.run(epoch, key)
  }

  #addBatch(batch: BatchCommit): void {
    const { number, epoch, firingMs, headerHash, fileHash, in: came, refused, out } = batch
    const insert = 'INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    this.#run(insert, number, epoch, firingMs, headerHash, fileHash, came, refused, out)
  }

  #addToDay({ day, in: came, refused, out }: BatchCommit): void {
    const add = `INSERT INTO day_count VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
      cells_in = cells_in + excluded.cells_in, items_out = items_out + excluded.items_out,
      cells_refused = cells_refused + excluded.cells_refused`
    this.#run(add, day, came, refused, out)
  }

  #one(sql: string, ...values: (number | Uint8Array)[]): Row | null {
    return this.#database.prepare(sql).get(...values) ?? null
  }

  #all(sql: string, ...values: (number | Uint8Array)[]): Row[] {
    return this.#database.prepare(sql).all(...values)
  }

  #run(sql: string, ...values: (number | Uint8Array)[]): void {
    this.#database.prepare(sql).run(...values)
  }
}

function toBatch(row: Row | null): BatchRecord | null {
  if (row === null) return null
  return {
    number: Number(row['number']),
    epoch: Number(row['epoch']),
    firingMs: Number(row['firing_ms']),
    headerHash: bytesOf(row['header_hash']),
    fileHash: bytesOf(row['file_hash']),
    ...countsOf(row),
  }
}

function countsOf(row: Row): { in: number; refused: number; out: number } {
  const [came, refused, out] = [row['cells_in'], row['cells_refused'], row['items_out']]
  return { in: Number(came), refused: Number(refused), out: Number(out) }
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  throw new TypeError('mix state: a column that should hold bytes')
}
