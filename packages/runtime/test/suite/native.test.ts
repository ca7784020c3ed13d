import { publishedCases } from '../../../protocol/test/suite/published-cases.ts'
import { refusalCases } from '../../../protocol/test/suite/refusal-cases.ts'
import { sharedCases } from '../../../protocol/test/suite/shared-cases.ts'
import { nativeSuite } from '../../src/suite/native-suite.ts'
import { nativeXWing } from '../../src/suite/native-x-wing.ts'

const subject = { name: 'native', suite: nativeSuite, parts: nativeXWing }
publishedCases(subject)
sharedCases(subject)
refusalCases(subject)
