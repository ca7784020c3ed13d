import { type Env, fromHex, LABELS, labelBytes, toHex } from '@postern/protocol'

/** A passkey that answered. */
export interface Answered {
  /** As the authenticator names it. */
  readonly id: Uint8Array
  /** 32 hex digits: whose keyring it was made for. */
  readonly keyringId: string
  /** 32 bytes that only this passkey gives. */
  readonly prf: Uint8Array
}

/** Why none did: its owner said no or there is none; it cannot hold a key; it is there already. */
export type PasskeyTrouble = 'cancelled' | 'no-prf' | 'known'

const ES256 = -7
const EDDSA = -8
const RS256 = -257

/** Browsers ask for passkeys on named hosts alone, never on an address of numbers. */
export function passkeysWork(): boolean {
  return 'PublicKeyCredential' in globalThis && !/^[0-9.]+$|:/.test(location.hostname)
}

/**
 * Makes a passkey on this device or key, for this keyring (WebAuthn Level 3, section 10.1.4). The
 * desk's name in the list of a device's passkeys is neutral; no server ever asks for it.
 */
export async function makePasskey(
  env: Env,
  keyringId: string,
  known: readonly Uint8Array[],
): Promise<Answered | PasskeyTrouble> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: env.random(32).slice(),
    rp: { name: 'Desk' },
    user: { id: fromHex(keyringId).slice(), name: 'Desk', displayName: 'Desk' },
    pubKeyCredParams: [EDDSA, ES256, RS256].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((id) => ({ type: 'public-key', id: id.slice() })),
    extensions: { prf: { eval: { first: input(env) } } },
  }
  const made = await asked(() => navigator.credentials.create({ publicKey }))
  if (typeof made === 'string') return made
  const { prf } = made.getClientExtensionResults()
  if (prf?.enabled !== true) return 'no-prf'
  const id = new Uint8Array(made.rawId)
  return prf.results === undefined
    ? await askPasskey(env, [id])
    : { id, keyringId, prf: bytesOf(prf.results.first) }
}

/** Asks one of these passkeys, or whichever its owner picks. */
export async function askPasskey(
  env: Env,
  ids: readonly Uint8Array[] = [],
): Promise<Answered | PasskeyTrouble> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: env.random(32).slice(),
    allowCredentials: ids.map((id) => ({ type: 'public-key', id: id.slice() })),
    userVerification: 'required',
    extensions: { prf: { eval: { first: input(env) } } },
  }
  const answer = await asked(() => navigator.credentials.get({ publicKey }))
  if (typeof answer === 'string') return answer
  const first = answer.getClientExtensionResults().prf?.results?.first
  const { response } = answer
  if (!(response instanceof AuthenticatorAssertionResponse) || response.userHandle === null)
    return 'cancelled'
  if (first === undefined) return 'no-prf'
  const keyringId = toHex(new Uint8Array(response.userHandle))
  return { id: new Uint8Array(answer.rawId), keyringId, prf: bytesOf(first) }
}

async function asked(
  ask: () => Promise<Credential | null>,
): Promise<PublicKeyCredential | PasskeyTrouble> {
  try {
    const credential = await ask()
    return credential instanceof PublicKeyCredential ? credential : 'cancelled'
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return error.name === 'InvalidStateError' ? 'known' : 'cancelled'
  }
}

/** The same for every passkey: each gives other bytes for it. */
function input({ suite }: Env): Uint8Array<ArrayBuffer> {
  return suite.sha256(labelBytes(LABELS.passkeyInput)).slice()
}

function bytesOf(source: BufferSource): Uint8Array {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
}
