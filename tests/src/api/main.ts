/** `npm run api`: writes the public surface of protocol out, to be committed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declarationsOf } from './declarations.ts'
import { protocolSurface } from './protocol.ts'

const path = join(import.meta.dirname, '../../../packages/protocol/api.txt')
writeFileSync(path, protocolSurface(declarationsOf('protocol')))
process.stdout.write(`${path}\n`)
