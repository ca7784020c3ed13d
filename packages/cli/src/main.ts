/** `postern`: the command line. */
import { failWith } from './exit-codes.ts'
import { createProgram } from './program.ts'

await createProgram().parseAsync().catch(failWith)
