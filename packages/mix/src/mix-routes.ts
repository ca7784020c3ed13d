import { type Env, type MixRole, toBase64, toHex, type SigningKey, utf8 } from '@postern/protocol'
import type { BatchShelf } from './batch-shelf.ts'
import { encodeCounts, signedDays } from './day-counts.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { MixState } from './mix-state.ts'

interface Parts {
  readonly env: Env
  readonly role: MixRole
  readonly organisation: Uint8Array
  readonly identity: SigningKey
  readonly state: MixState
  readonly shelf: BatchShelf
  readonly keys: EpochKeys
  readonly documents: MixDocuments
}

/** Who takes this mix's batches. */
const NEXT_STAGE: Record<MixRole, string> = { 'mix-1': 'mix-2', 'mix-2': 'desk' }
const ROUTE = /^\/(batches|keys|counts|days|batch|signature|epoch)(?:\/(\d{1,15}))?$/

/** What a mix answers to the processes beside it (M1): it never pushes, and nobody pushes to it. */
export class MixRoutes {
  readonly #parts: Parts
  #taken = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Batches below this number are with the next stage, which asks for one after the other. */
  get taken(): number {
    return this.#taken
  }

  async answer(request: Request, peer: string | undefined): Promise<Response> {
    const [, name, digits] = ROUTE.exec(new URL(request.url).pathname) ?? []
    if (request.method !== 'GET' || name === undefined || peer === undefined) return notFound()
    const number = digits === undefined ? null : Number(digits)
    if (name === 'batch' && number !== null) return await this.#batch(number, peer)
    if (name === 'signature' && number !== null) return await this.#signature(number)
    if (name === 'epoch' && number !== null) return await this.#statement(number)
    return number === null ? await this.#document(name) : notFound()
  }

  async #document(name: string): Promise<Response> {
    const { env, state, role, organisation, identity, keys, shelf } = this.#parts
    if (name === 'keys') return found(await keys.offers())
    if (name === 'counts') return found(await encodeCounts(state))
    if (name === 'days')
      return found(await signedDays(state, role, organisation, identity, env.nowMs()))
    if (name !== 'batches') return notFound()
    const range = await shelf.range()
    return range === null ? notFound() : found(utf8(JSON.stringify(range)))
  }

  async #batch(number: number, peer: string): Promise<Response> {
    if (peer === NEXT_STAGE[this.#parts.role]) this.#taken = Math.max(this.#taken, number)
    const bytes = await this.#parts.shelf.get(number)
    return bytes === null ? notFound() : found(bytes)
  }

  /** For a publisher whose own copy is damaged. */
  async #statement(number: number): Promise<Response> {
    const bytes = await this.#parts.documents.statementBytes(number)
    return bytes === null ? notFound() : found(bytes)
  }

  async #signature(number: number): Promise<Response> {
    const signed = await this.#parts.state.signature(number)
    if (signed === null) return notFound()
    const keyid = toHex(this.#parts.identity.publicKey)
    const [sig, payloadHash] = [toBase64(signed.signature), toBase64(signed.payloadHash)]
    return found(utf8(JSON.stringify({ keyid, sig, payloadHash })))
  }
}

function found(bytes: Uint8Array): Response {
  const headers = { 'content-type': 'application/octet-stream' }
  return new Response(new Uint8Array(bytes), { headers })
}

function notFound(): Response {
  return new Response(null, { status: 404 })
}
