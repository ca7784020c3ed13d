import { killCases } from './kill-cases.ts'

killCases(1)
