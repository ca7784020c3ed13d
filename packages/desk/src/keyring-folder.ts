import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import { readSecretFile, writeSecretFile } from '@postern/runtime'
import { decodeKeyring, encodeKeyring, type Keyring, KEYRING_BYTES } from './member/keyring.ts'
import type { DeskStore } from './server/desk-store.ts'

/** Lays a sealed keyring where the desk server takes it in at its next start. */
export async function putSealedKeyring(
  deskFolder: string,
  id: string,
  sealed: Uint8Array,
): Promise<void> {
  const target = join(deskFolder, 'keyrings')
  await mkdir(target, { recursive: true, mode: 0o700 })
  await writeSecretFile(join(target, id), sealed)
}

/** Takes in laid keyrings that the store has not; what a member renewed meanwhile stays. */
export async function takeKeyrings(deskFolder: string, store: DeskStore): Promise<void> {
  const target = join(deskFolder, 'keyrings')
  for (const id of await namesIn(target)) {
    const bytes = new Uint8Array(await readFile(join(target, id)))
    if (bytes.length === KEYRING_BYTES && (await store.keyring(id)) === null)
      await store.putKeyring(id, bytes)
  }
}

/** Lays an agent's keys into his own folder: unsealed, for his eyes alone. */
export async function writeAgentKeyring(agentFolder: string, keyring: Keyring): Promise<void> {
  await writeSecretFile(join(agentFolder, 'keyring'), encodeKeyring(keyring))
}

/** Throws PosternError 'bad-config' with a sentence. */
export async function readAgentKeyring(agentFolder: string): Promise<Keyring> {
  const path = join(agentFolder, 'keyring')
  const bytes = await readSecretFile(path)
  if (bytes === null)
    throw new PosternError('bad-config', `${path} is missing: the agent has no keys`)
  try {
    return decodeKeyring(bytes)
  } catch {
    throw new PosternError('bad-config', `${path} is damaged; restore it from a backup`)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{32}$/.test(name))
  } catch {
    return []
  }
}
