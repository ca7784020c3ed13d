import { expect, test } from 'vitest'
import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { listenPeers, makePeerIdentity, peerClient, PEER_ORIGIN } from '@postern/runtime'

const env = seededEnv('peers', portableSuite)
const server = await makePeerIdentity(env)
const client = await makePeerIdentity(env)
const stranger = await makePeerIdentity(env)

test('answers the one it knows by name', async () => {
  const listening = await listenPeers(
    { host: '127.0.0.1', port: 0, identity: server, allowed: { 'mix-1': client.fingerprint } },
    (request, peer) => new Response(`${peer} ${new URL(request.url).search}`),
  )
  const url = `https://127.0.0.1:${listening.port}`
  const peer = peerClient({ url, identity: client, fingerprint: server.fingerprint })
  for (let time = 0; time < 3; time++) {
    const response = await peer.fetch(new Request(`${PEER_ORIGIN}/x?from=1`))
    expect(await response.text()).toBe('mix-1 ?from=1')
  }
  const other = peerClient({ url, identity: stranger, fingerprint: server.fingerprint })
  await expect(other.fetch(new Request(`${PEER_ORIGIN}/x`))).rejects.toMatchObject({
    code: 'peer-refused',
  })
  const wrong = peerClient({ url, identity: client, fingerprint: stranger.fingerprint })
  await expect(wrong.fetch(new Request(`${PEER_ORIGIN}/x`))).rejects.toMatchObject({
    code: 'peer-refused',
  })
  peer.close()
  await listening.close()
})
