import { openKeyring } from '@postern/desk'
import { type Argon2id, seededEnv, toHex, verifyTrustList } from '@postern/protocol'
import { nativeSuite, type PeersConfig, processConfig } from '@postern/runtime'
import { demonstration } from '@postern/site'
import { describe, expect, it } from 'vitest'
import { nativeArgon2id } from '../src/argon2id.ts'
import { type Ceremony, makeCeremony, processConfigs } from '../src/index.ts'

const SETTING = { firstPort: 8_080, clockOffsetMs: 0, onion: null }

/** Quick, for what does not look at the passphrase. */
const noArgon2id: Argon2id = async (password, salt) => nativeSuite.sha256(salt, password)

async function ceremonyOf(seed: string, argon2id: Argon2id = noArgon2id): Promise<Ceremony> {
  return await makeCeremony(seededEnv(seed, nativeSuite), argon2id, demonstration().desks)
}

describe('the ceremony', () => {
  it('is a function of its Env', async () => {
    const [first, second] = [await ceremonyOf('one'), await ceremonyOf('one')]
    expect(processConfigs(first, SETTING)).toEqual(processConfigs(second, SETTING))
    expect(toHex((await ceremonyOf('two')).organisation)).not.toBe(toHex(first.organisation))
  })

  it('makes a trust list that names every identity and stands under its root', async () => {
    const ceremony = await ceremonyOf('trust')
    const env = seededEnv('any', nativeSuite)
    const { publicKey } = ceremony.root
    const list = verifyTrustList(nativeSuite, ceremony.trustList, publicKey, env.nowMs())
    expect(list.desks.map(({ id }) => toHex(id))).toEqual(ceremony.desks.map(({ id }) => toHex(id)))
    expect(list.mixes[0].key).toEqual(nativeSuite.signingKey(ceremony.mixSeeds['mix-1']).publicKey)
    expect(list.expiresMs - list.issuedMs).toBeLessThanOrEqual(90 * 86_400_000)
  })

  it('names two custody keys for each desk that people write to, and lays their secrets nowhere', async () => {
    const ceremony = await ceremonyOf('custody')
    const list = verifyTrustList(nativeSuite, ceremony.trustList, ceremony.root.publicKey, 0)
    const configs = JSON.stringify(processConfigs(ceremony, SETTING))
    for (const { id, titles, custody } of ceremony.desks) {
      const named = list.desks.find((desk) => toHex(desk.id) === toHex(id))?.custody
      expect(named === undefined).toBe(Object.keys(titles).length === 0)
      expect(named).toEqual(custody?.map(({ seed }) => nativeSuite.kemKey(seed).publicKey))
      for (const { seed } of custody ?? []) expect(configs).not.toContain(toHex(seed))
    }
  })

  it('lets the printed passphrase, and no other, open the handler keyring of both desks', async () => {
    const { handler, desks } = await ceremonyOf('handler', nativeArgon2id)
    const { passphrase, sealedKeyring } = handler
    const keyring = await openKeyring(nativeSuite, nativeArgon2id, passphrase, sealedKeyring)
    expect(keyring?.desks.map(({ desk }) => toHex(desk))).toEqual(desks.map(({ id }) => toHex(id)))
    expect(
      await openKeyring(nativeSuite, nativeArgon2id, `${passphrase} x`, sealedKeyring),
    ).toBeNull()
  })

  it('puts each secret into one process and no other', async () => {
    const ceremony = await ceremonyOf('secrets')
    const configs = Object.entries(processConfigs(ceremony, SETTING))
    const { rootSeed, signerSeed, mixSeeds, identities } = ceremony
    const owners = new Map<string, string | null>([
      [toHex(rootSeed), null],
      [toHex(signerSeed), 'publisher'],
      [toHex(ceremony.frontSeed), 'front'],
      [toHex(mixSeeds['mix-1']), 'mix-1'],
      [toHex(mixSeeds['mix-2']), 'mix-2'],
      ...Object.entries(identities).map(
        ([name, { keyPem }]) => [JSON.stringify(keyPem).slice(1, -1), name] as const,
      ),
      ...ceremony.desks.map(({ secrets }) => [toHex(secrets.identitySeed), null] as const),
    ])
    for (const [secret, owner] of owners) {
      const holders = configs.filter(([, config]) => JSON.stringify(config).includes(secret))
      expect(holders.map(([name]) => name)).toEqual(owner === null ? [] : [owner])
    }
  })

  it('lets every process in where it asks, and nowhere else', async () => {
    const configs = new Map(Object.entries(processConfigs(await ceremonyOf('peers'), SETTING)))
    const peersOf = (name: string): PeersConfig => processConfig.parse(configs.get(name)).peers
    const names = ['front', 'mix-1', 'mix-2', 'publisher', 'desk']
    const asks = names.flatMap((name) =>
      Object.keys(peersOf(name).known).map((callee) => `${name} ${callee}`),
    )
    const admits = names.flatMap((name) =>
      Object.keys(peersOf(name).allow).map((caller) => `${caller} ${name}`),
    )
    expect(admits.toSorted()).toEqual(asks.toSorted())
    expect(asks).not.toContain('front mix-1')
  })
})
