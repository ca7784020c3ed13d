export { type Ceremony, makeCeremony } from './ceremony.ts'
export { type Configs, processConfigs, type Setting } from './process-configs.ts'
export { makePart, type Part, PART_ROLES, type PartRole } from './part.ts'
