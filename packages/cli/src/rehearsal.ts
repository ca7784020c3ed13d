import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { putSealedKeyring, writeAgentKeyring } from '@postern/desk'
import { type Env, toHex } from '@postern/protocol'
import { FileStore } from '@postern/runtime'
import { demonstration } from '@postern/site'
import { z } from 'zod'
import { nativeArgon2id } from './argon2id.ts'
import { type Ceremony, makeCeremony } from './ceremony.ts'
import { writeCustodyKey } from './custody/custody-key.ts'
import { halfMade, makeFolder, newerFolder, readJsonFile, writeJsonFile } from './data-folder.ts'
import { PART_ROLES } from './part.ts'
import { type WayIn, wayInForm } from './prepared.ts'
import { processConfigs, type Setting } from './process-configs.ts'

const hexOf = (bytes: number): z.ZodType<string> =>
  z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))

/** What the data folder's mark says of a rehearsal. */
export interface Rehearsal {
  version: 1
  /** 32 hex digits. */
  organisation: string
  /** The root's public key, 64 hex digits. */
  root: string
  /** How far ahead its clock has run. */
  clockOffsetMs: number
}

const newer = z.looseObject({ version: z.int().min(2) })

const form: z.ZodType<Rehearsal> = z.object({
  version: z.literal(1),
  organisation: hexOf(16),
  root: hexOf(32),
  clockOffsetMs: z.int().min(0),
})

/** Makes a rehearsal of the demonstration organisation in a folder that is not there yet. */
export async function makeRehearsal(env: Env, folder: string, setting: Setting): Promise<void> {
  const ceremony = await makeCeremony(env, nativeArgon2id, demonstration().desks)
  await makeFolder(folder, markOf(ceremony, setting), async (temporary) => {
    const configs = Object.entries(processConfigs(ceremony, setting))
    for (const [name, config] of configs) {
      await writeJsonFile(join(temporary, name, 'config.json'), config)
    }
    await mkdir(join(temporary, 'logs'), { mode: 0o700 })
    await writeJsonFile(join(temporary, 'root', 'root.json'), { seed: toHex(ceremony.rootSeed) })
    const { name, passphrase } = ceremony.handler
    await writeJsonFile(join(temporary, 'root', 'way-in.json'), { name, passphrase })
    await layCustodyKeys(join(temporary, 'custody'), ceremony)
    await layTrustList(temporary, 1, ceremony.trustList)
    const { agent, handler } = ceremony
    await putSealedKeyring(join(temporary, 'desk'), handler.keyringId, handler.sealedKeyring)
    await writeAgentKeyring(join(temporary, 'agent'), agent.keyring)
  })
}

/** PosternError 'half-made' when the mark or a process's folder is damaged, 'newer-folder'. */
export async function readRehearsal(folder: string): Promise<Rehearsal> {
  const mark = await readJsonFile(folder, 'rehearsal.json')
  if (newer.safeParse(mark).success) throw newerFolder(folder)
  const read = form.safeParse(mark)
  if (!read.success) throw halfMade(folder)
  for (const name of PART_ROLES) {
    await readJsonFile(folder, join(name, 'config.json'))
  }
  return read.data
}

export async function readWayIn(folder: string): Promise<WayIn> {
  const read = wayInForm.safeParse(await readJsonFile(folder, join('root', 'way-in.json')))
  if (!read.success) throw halfMade(folder, 'root/way-in.json')
  return read.data
}

/** In a real organisation each goes to another person, and neither lies on a server. */
async function layCustodyKeys(folder: string, { desks }: Ceremony): Promise<void> {
  for (const { name, custody } of desks)
    for (const key of custody ?? [])
      await writeCustodyKey(join(folder, `${name}-${key.hand + 1}.key`), key)
}

/** Lays a trust list where the publisher finds it. */
async function layTrustList(folder: string, number: number, document: Uint8Array): Promise<void> {
  const store = await FileStore.open(join(folder, 'publisher', 'documents'))
  await store.put(`trust/${number}`, document)
}

function markOf(ceremony: Ceremony, { clockOffsetMs }: Setting): Rehearsal {
  return {
    version: 1,
    organisation: toHex(ceremony.organisation),
    root: toHex(ceremony.root.publicKey),
    clockOffsetMs,
  }
}
