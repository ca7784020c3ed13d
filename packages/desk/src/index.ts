export * from './member/index.ts'
export {
  createDeskServer,
  type DeskServer,
  type DeskServerParts,
} from './server/create-desk-server.ts'
export {
  type DeskConfig,
  deskConfig,
  type ServedDesk,
  type ServedMember,
} from './server/desk-config.ts'
export type { DeskStore } from './server/desk-store.ts'
export { MemoryDeskStore } from './server/memory-desk-store.ts'
export type { PageFile } from './server/page-file.ts'
export { SqliteDeskStore } from './server/sqlite-desk-store.ts'
export { type Agent, type AgentParts, createAgent } from './agent/agent.ts'
export { type AgentConfig, agentConfig } from './agent/agent-config.ts'
export { buildDeskPage } from './build-desk-page.ts'
export { putSealedKeyring, takeKeyrings, writeAgentKeyring } from './keyring-folder.ts'
export { readDeskPage, writeDeskPage } from './page-folder.ts'
export { layNewsroom } from './newsroom/lay-newsroom.ts'
export { openClosedNewsroom } from './newsroom/open-newsroom.ts'
export type { NewsroomConfig, StaffMember, StaffRole } from './newsroom/newsroom-config.ts'
