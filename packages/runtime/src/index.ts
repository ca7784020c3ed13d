export { systemEnv } from './system-env.ts'
export { nativeArgon2id } from './suite/native-argon2id.ts'
export { nativeSuite } from './suite/native-suite.ts'

export { loadConfig } from './config/load-config.ts'
export {
  processConfig,
  type Address,
  type PeersConfig,
  type ProcessConfig,
} from './config/process-config.ts'
export { sentenceOf } from './config/sentence-of.ts'

export { createLog, fatal, type Log } from './log/log.ts'
export { ClockWatch } from './log/clock-watch.ts'
export { Notices } from './log/notices.ts'
export {
  COUNTED,
  FATAL,
  NOTICES,
  type Counted,
  type FailurePlace,
  type FatalCode,
  type NoticeCode,
  type Role,
  type Said,
} from './log/log-event.ts'

export { schedule, type Rhythm, type Schedule } from './schedule.ts'
export { shutdown } from './shutdown.ts'
export { endProcess, EXIT, runProcess, type Running } from './run-process.ts'

export {
  listenHttp,
  type DirectHandler,
  type Handler,
  type HttpAddress,
} from './http/listen-http.ts'
export type { Limits } from './http/limits.ts'
export type { Listening } from './http/listening.ts'
export { readBody } from './http/read-body.ts'

export { makePeerIdentity, type PeerIdentity } from './peers/identity.ts'
export { listenPeers, type PeerAddress } from './peers/listen-peers.ts'
export { directPeer, PEER_ORIGIN, type Peer, type PeerHandler } from './peers/peer.ts'
export { peerClient, type PeerClient, type PeerClientOptions } from './peers/peer-client.ts'

export type { BlobStore } from './stores/blob-store.ts'
export { FileStore } from './stores/file-store.ts'
export { MemoryStore } from './stores/memory-store.ts'
export { Database, openDatabase } from './database.ts'
export { isDiskFull } from './files/file-error.ts'
export { eraseSecretFile, readSecretFile, writeSecretFile } from './files/secret-file.ts'
export { writeFileDurably } from './files/write-durably.ts'
export { SegmentLog, type SegmentLogOptions } from './segment-log/segment-log.ts'
export { nodeLogFiles, type LogFile, type LogFiles } from './segment-log/log-files.ts'

export { WorkerPool, type WorkerPoolOptions } from './workers/worker-pool.ts'
