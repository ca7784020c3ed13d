export { type Ceremony, makeCeremony } from './ceremony.ts'
export { type Configs, processConfigs, type Setting } from './process-configs.ts'
export { PART_ROLES, type PartRole, rehearsalPart } from './part.ts'
