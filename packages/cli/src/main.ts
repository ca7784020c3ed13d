/** `postern`: the command line. */
import { failWith } from './exit-codes.ts'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  failWith(error)
}
