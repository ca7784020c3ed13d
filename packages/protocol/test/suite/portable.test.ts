import { portableSuite, portableXWing } from '@postern/protocol/portable'
import { publishedCases } from './published-cases.ts'
import { refusalCases } from './refusal-cases.ts'
import { sharedCases } from './shared-cases.ts'

const subject = { name: 'portable', suite: portableSuite, parts: portableXWing }
publishedCases(subject)
sharedCases(subject)
refusalCases(subject)
