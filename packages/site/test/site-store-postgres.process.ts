import { afterAll, describe } from 'vitest'
import { openPostgresSiteStore } from '../src/store/postgres.ts'
import { startPostgres } from './postgres.ts'
import { siteStoreContract } from './site-store-contract.ts'

const postgres = await startPostgres()
afterAll(() => postgres.stop())

describe('in PostgreSQL', () =>
  siteStoreContract(async () => await openPostgresSiteStore(await postgres.freshDatabase())))
