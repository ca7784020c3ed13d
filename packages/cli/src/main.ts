/** `postern`: the command line. */
import { keepCode } from './code-cache.ts'

keepCode()
const { createProgram } = await import('./program.ts')
const { failWith } = await import('./exit-codes.ts')
await createProgram().parseAsync().catch(failWith)
