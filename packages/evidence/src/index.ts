export { bagOf, type BagFile, type BagInfo, once } from './bag.ts'
export { type BagProgress, caseBag, type LeavingCase, type Verifier } from './case-bag.ts'
export { type CustodyLine, custodyLine, custodyTable, type NameOf } from './custody-line.ts'
export {
  custodyRoot,
  type DayTree,
  dayTree,
  type LogToStamp,
  speaksOf,
  stampFits,
} from './day-stamp.ts'
export {
  type AuditPath,
  auditPath,
  isUnder,
  leafHash,
  type LeafPlace,
  merkleRoot,
} from './merkle-tree.ts'
export { isRecipient, sealedBag } from './sealed-bag.ts'
