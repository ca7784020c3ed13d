const DATABASE = 'postern'
const STORES = ['documents', 'vault'] as const
/** A browser whose storage does not answer within it is one that keeps nothing. */
const ANSWER_WITHIN_MS = 2_000

/**
 * One transaction on one store of the site's database, which is opened for it and closed after it.
 * Rejects when the browser refuses, or does not answer in time.
 */
export function inStore(
  name: (typeof STORES)[number],
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => void,
): Promise<void> {
  return inTime(transact(name, mode, work))
}

async function transact(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => void,
): Promise<void> {
  const database = await openDatabase()
  try {
    const transaction = database.transaction(name, mode)
    work(transaction.objectStore(name))
    await ended(transaction)
  } finally {
    database.close()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 2)
  request.addEventListener('upgradeneeded', () => {
    const has = request.result.objectStoreNames
    for (const name of STORES) if (!has.contains(name)) request.result.createObjectStore(name)
  })
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('storage')))
    request.addEventListener('blocked', () => reject(new Error('storage')))
  })
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', () => reject(new Error('storage')))
    transaction.addEventListener('abort', () => reject(new Error('storage')))
  })
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => reject(new Error('storage')), ANSWER_WITHIN_MS)
    work.then(resolve, reject).finally(() => clearTimeout(bound))
  })
}
