import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  eraseSecretFile,
  FileStore,
  listenHttp,
  listenPeers,
  makePeerIdentity,
  openDatabase,
  PEER_ORIGIN,
  peerClient,
  readSecretFile,
  SegmentLog,
  systemEnv,
  WorkerPool,
  writeSecretFile,
} from '@postern/runtime'

/** Run under Node's permission model: uses everything a shell does, prints what it got. */
const folder = process.argv[2] ?? ''

async function store(): Promise<unknown> {
  const blobs = await FileStore.open(join(folder, 'blobs'))
  await blobs.put('pending/1', Uint8Array.of(1))
  await blobs.move('pending/1', 'batch/1')
  return await blobs.list('')
}

function database(): unknown {
  const opened = openDatabase(join(folder, 'state.sqlite'), ['CREATE TABLE t (n INTEGER) STRICT'])
  opened.transaction(() => opened.prepare('INSERT INTO t VALUES (7)').run())
  opened.checkpoint()
  const row = opened.prepare('SELECT n FROM t').get()
  opened.close()
  return row?.['n']
}

async function segmentLog(): Promise<unknown> {
  const log = await SegmentLog.open(join(folder, 'log'), { recordBytes: 4, segmentBytes: 8 })
  for (let at = 0; at < 5; at++) await log.append(1, Uint8Array.of(at, 0, 0, 0))
  await log.trim(1, 4)
  const length = await log.length(1)
  await log.drop(1)
  await log.close()
  return length
}

async function secret(): Promise<unknown> {
  await writeSecretFile(join(folder, 'key'), Uint8Array.of(5))
  const held = await readSecretFile(join(folder, 'key'))
  await eraseSecretFile(join(folder, 'key'))
  return [...(held ?? [])]
}

async function peers(): Promise<unknown> {
  const env = systemEnv()
  const [mine, theirs] = [await makePeerIdentity(env), await makePeerIdentity(env)]
  const allowed = { 'mix-1': mine.fingerprint }
  const address = { host: '127.0.0.1', port: 0, identity: theirs, allowed }
  const listening = await listenPeers(address, (_request, peer) => new Response(peer))
  const url = `https://127.0.0.1:${listening.port}`
  const peer = peerClient({ url, identity: mine, fingerprint: theirs.fingerprint })
  const answer = await (await peer.fetch(new Request(`${PEER_ORIGIN}/`))).text()
  peer.close()
  await listening.close()
  return answer
}

async function http(): Promise<unknown> {
  const listening = await listenHttp({ host: '127.0.0.1', port: 0 }, () => new Response('page'))
  const answer = await (await fetch(`http://127.0.0.1:${listening.port}/`)).text()
  await listening.close()
  return answer
}

async function workers(): Promise<unknown> {
  const pool = new WorkerPool<number, number>(new URL('./doubling-worker.ts', import.meta.url), {
    size: 2,
  })
  const results = await Promise.all([pool.run(1), pool.run(2)])
  await pool.close()
  return results
}

/** What another process's folder gives to this one. */
async function elsewhere(): Promise<unknown> {
  try {
    return await readFile(process.argv[3] ?? '', 'utf8')
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : 'other'
  }
}

const got = {
  store: await store(),
  database: database(),
  segmentLog: await segmentLog(),
  secret: await secret(),
  peers: await peers(),
  http: await http(),
  workers: await workers(),
  elsewhere: await elsewhere(),
}
process.stdout.write(JSON.stringify(got))
