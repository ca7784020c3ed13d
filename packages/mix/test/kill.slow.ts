import { killCases } from './kill-cases.ts'

/** A quick look; `kill.process.ts` goes through every await. */
killCases(7)
